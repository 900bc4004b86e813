package io.antflow.engine;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.StageCallbacks;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that misbehaves in every way a pipeline can, reproducibly: what an attempt does follows from the item, the task
 * and the attempt alone. It notes itself how many attempts ran at once.
 */
final class RandomPipeline {

    static final Duration TIMEOUT = Duration.ofMillis(40);

    /** What a pipeline is made of. */
    record Shape(List<StageShape> stages, int items, int followUpEvery, int seed) {}

    /**
     * What a stage is made of.
     *
     * @param capacity 0: unbounded; -1: it pulls
     * @param limit how many attempts of its first task may run at once; 0: any number
     * @param faults how many of 100 attempts go wrong
     * @param skips how many of 100 items are skipped
     */
    record StageShape(
            int workers,
            int capacity,
            Retry.Scope scope,
            int attempts,
            int waitMillis,
            int tasks,
            int limit,
            boolean timeout,
            int faults,
            int skips) {}

    /** What someone does to a run while it works. */
    sealed interface Action {
        record Pause() implements Action {}

        record Resume() implements Action {}

        record PauseStage(int stage) implements Action {}

        record ResumeStage(int stage) implements Action {}

        record Resize(int stage, int workers) implements Action {}

        record CancelItem(int item) implements Action {}

        record PutBack() implements Action {}

        record Inject(int stage, int priority) implements Action {}

        record Advance(int millis) implements Action {}

        record Yield() implements Action {}
    }

    private final Shape shape;
    private final Pipeline pipeline;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
    private final AtomicInteger followUps = new AtomicInteger();

    RandomPipeline(Shape shape) {
        this.shape = shape;
        Pipeline.Builder builder = Pipeline.named("random");
        for (int i = 0; i < shape.stages().size(); i++) {
            builder.stage(stage(i, shape.stages().get(i)));
        }
        this.pipeline = builder.build();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Shape shape() {
        return shape;
    }

    /** The most attempts of a stage's limited task that ran at once. */
    int mostAtOnce(int stage) {
        return most.getOrDefault("S" + stage, new AtomicInteger()).get();
    }

    /** How many follow-ups the run has accepted. */
    int followUps() {
        return followUps.get();
    }

    /** The items to feed; every fifth in a hurry, every seventh in none. */
    List<Item> items() {
        return java.util.stream.IntStream.range(0, shape.items())
                .mapToObj(i -> Item.of(i % 2 == 0 ? (Object) ("item" + i) : i, i)
                        .withPriority(i % 5 == 0 ? 1 : i % 7 == 0 ? 1_000 : Item.DEFAULT_PRIORITY))
                .toList();
    }

    private Stage stage(int index, StageShape stage) {
        String name = "S" + index;
        Backoff backoff = Backoff.exponential(Duration.ofMillis(stage.waitMillis()), Duration.ofMillis(50))
                .withJitter(0.5);
        Stage.Builder builder = Stage.named(name)
                .workers(stage.workers())
                .retry(new Retry(stage.scope(), stage.attempts(), stage.attempts(), backoff, List.of(), List.of()))
                .skipIf((value, item) -> skips(stage, item));
        for (int t = 0; t < stage.tasks(); t++) {
            builder.task("t" + t, task(index, t, stage));
        }
        if (stage.capacity() < 0) {
            builder.pull(index > 0).queueCapacity(1);
        } else {
            builder.queueCapacity(stage.capacity());
        }
        if (stage.limit() > 0) {
            builder.taskConcurrencyLimit("t0", stage.limit());
        }
        if (stage.timeout()) {
            builder.taskTimeout(TIMEOUT);
        }
        if (index == 0 && shape.followUpEvery() > 0) {
            builder.callbacks(feedFollowUps());
        }
        return builder.build();
    }

    private StageCallbacks feedFollowUps() {
        return new StageCallbacks() {
            @Override
            public void onSuccess(ItemContext item, @Nullable Object value) {
                if (!item.itemId().toString().startsWith("child")
                        && chance(item, "child", 0) < 100 / shape.followUpEvery()
                        && item.feed(Item.of("child of " + item.itemId(), 0).withPriority(item.priority()))) {
                    followUps.incrementAndGet();
                }
            }
        };
    }

    private boolean skips(StageShape stage, ItemContext item) throws IOException {
        int chance = chance(item, "skip", 0);
        if (stage.faults() > 0 && chance == 99) {
            throw new IOException("skip_if");
        }
        return chance < stage.skips();
    }

    @SuppressWarnings("NullAway") // does not look into type arguments
    private Task<@Nullable Object, @Nullable Object> task(int stageIndex, int taskIndex, StageShape stage) {
        String counted = "S" + stageIndex;
        return (input, context) -> {
            if (taskIndex > 0) {
                return misbehave(input, context, stage);
            }
            AtomicInteger now = running.computeIfAbsent(counted, name -> new AtomicInteger());
            most.computeIfAbsent(counted, name -> new AtomicInteger())
                    .accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                return misbehave(input, context, stage);
            } finally {
                now.decrementAndGet();
            }
        };
    }

    private @Nullable Object misbehave(@Nullable Object input, TaskContext context, StageShape stage) throws Exception {
        int chance = chance(context, context.task(), context.attempt());
        for (int i = 0; i < chance % 4; i++) {
            Thread.yield();
        }
        if (chance >= stage.faults()) {
            return chance % 10 == 0 ? null : chance % 19 == 1 ? new Skip("chance") : input;
        }
        switch (chance % 8) {
            case 0 -> throw new StackOverflowError("error");
            case 1 -> throw new InterruptedException("interrupt");
            case 2 -> {
                if (stage.timeout()) {
                    new CountDownLatch(1).await();
                }
                throw new IOException("slow");
            }
            case 3 -> {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("careless");
            }
            default -> throw new IOException("fault");
        }
    }

    /** 0 to 99, the same for the same item, purpose and attempt. */
    private int chance(ItemContext item, String purpose, int attempt) {
        long hash = shape.seed() * 31L + item.itemId().hashCode();
        hash = hash * 31 + item.stage().hashCode();
        hash = hash * 31 + purpose.hashCode();
        hash = hash * 31 + attempt;
        hash *= 0x9E3779B97F4A7C15L;
        return (int) Long.remainderUnsigned(hash ^ (hash >>> 32), 100);
    }

    static Arbitrary<Shape> shapes() {
        return Combinators.combine(
                        stages().list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.of(0, 0, 5),
                        Arbitraries.integers())
                .as(Shape::new);
    }

    private static Arbitrary<StageShape> stages() {
        Arbitrary<int[]> retry = Combinators.combine(
                        Arbitraries.integers().between(1, 4), Arbitraries.of(0, 0, 1, 7, 20))
                .as((attempts, wait) -> new int[] {attempts, wait});
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(-1, 0, 1, 1, 2, 5),
                        Arbitraries.of(Retry.Scope.class),
                        retry,
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false),
                        Combinators.combine(Arbitraries.of(0, 10, 40, 80), Arbitraries.of(0, 0, 20))
                                .as((faults, skips) -> new int[] {faults, skips}))
                .as((workers, capacity, scope, attempts, tasks, limit, timeout, odds) -> new StageShape(
                        workers, capacity, scope, attempts[0], attempts[1], tasks, limit, timeout, odds[0], odds[1]));
    }

    static Arbitrary<List<Action>> actions() {
        Arbitrary<Integer> stage = Arbitraries.integers().between(0, 3);
        Arbitrary<Action> action = Arbitraries.oneOf(List.of(
                Arbitraries.just(new Action.Pause()),
                Arbitraries.just(new Action.Resume()),
                Arbitraries.just(new Action.Resume()),
                stage.map(Action.PauseStage::new),
                stage.map(Action.ResumeStage::new),
                Combinators.combine(stage, Arbitraries.integers().between(1, 6)).as(Action.Resize::new),
                Arbitraries.integers().between(0, 60).map(Action.CancelItem::new),
                Arbitraries.integers().between(0, 60).map(Action.CancelItem::new),
                Arbitraries.just(new Action.PutBack()),
                Combinators.combine(stage, Arbitraries.of(0, 100, 5_000)).as(Action.Inject::new),
                Arbitraries.integers().between(1, 60).map(Action.Advance::new),
                Arbitraries.just(new Action.Yield())));
        return action.list().ofMaxSize(40);
    }
}
