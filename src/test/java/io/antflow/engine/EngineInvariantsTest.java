package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.RandomPipeline.Action;
import io.antflow.engine.RandomPipeline.Shape;
import io.antflow.engine.RandomPipeline.StageShape;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * What holds for any pipeline, whatever goes wrong in it and whatever is done to it, with snapshots taken all the time from
 * another thread. Nothing is shrunk: a failure depends on how the threads met, and a smaller case would not show it.
 */
class EngineInvariantsTest {

    private static final Duration STEP = Duration.ofMillis(5);
    private static final long DEADLOCK_NANOS = TimeUnit.SECONDS.toNanos(20);

    @Property(tries = 120, shrinking = ShrinkingMode.OFF)
    void everyItemComesToExactlyOneEndAndNoSnapshotLies(
            @ForAll("shapes") Shape shape, @ForAll("actions") List<Action> actions, @ForAll boolean putBackAfterwards)
            throws Exception {
        try (Story story = new Story(shape)) {
            story.feedInTheBackground();
            story.act(actions);
            story.finish();
            if (putBackAfterwards && story.run.retryFailed() > 0) {
                story.advanceUntilEnded();
            }
            story.assertAllIsWell();
            assertThat(story.run.status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aCancelledRunEndsAndLosesNothing(
            @ForAll("shapes") Shape shape, @ForAll("actions") List<Action> actions, @ForAll boolean startedLate)
            throws Exception {
        try (Story story = new Story(shape, startedLate)) {
            story.feedInTheBackground();
            story.act(actions);
            story.run.cancel();
            story.finish();
            story.assertAllIsWell();
            assertThat(story.run.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(story.run.retryFailed()).isZero();
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void aShutdownEndsEveryRunAndLosesNothing(@ForAll("shapes") Shape shape, @ForAll("actions") List<Action> actions)
            throws Exception {
        try (Story story = new Story(shape)) {
            story.feedInTheBackground();
            story.act(actions);
            story.engine.shutdown(Duration.ZERO);
            story.finish();
            story.assertAllIsWell();
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void withOneWorkerAndOnePriorityItemsStayInFeedOrder(
            @ForAll @IntRange(min = 1, max = 4) int stages,
            @ForAll @IntRange(min = 0, max = 3) int capacity,
            @ForAll @IntRange(min = 1, max = 80) int items,
            @ForAll @IntRange(min = 0, max = 2) int failuresEach,
            @ForAll Retry.Scope scope)
            throws Exception {
        Map<String, List<Long>> order = new HashMap<>();
        Pipeline.Builder builder = Pipeline.named("p");
        for (int i = 0; i < stages; i++) {
            List<Long> seen = new CopyOnWriteArrayList<>();
            order.put("S" + i, seen);
            Task<@Nullable Object, @Nullable Object> note = (input, context) -> {
                if (context.attempt() <= failuresEach) {
                    throw new IllegalStateException("again");
                }
                seen.add(context.sequenceId());
                return input;
            };
            builder.stage(
                    "S" + i,
                    s -> s.task("note", note)
                            .queueCapacity(capacity)
                            .retry(new Retry(scope, 3, 3, Tasks.AT_ONCE, List.of(), List.of())));
        }
        try (PipelineEngine engine =
                PipelineEngine.builder().clock(new ManualClock()).build()) {
            Run run = engine.start(builder.build());
            for (int i = 0; i < items; i++) {
                run.feed(Item.of(i));
            }
            assertThat(run.join(Duration.ofSeconds(20))).as("no deadlock").isTrue();

            assertThat(order.values())
                    .allSatisfy(seen -> assertThat(seen).hasSize(items).isSorted());
        }
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void oneWorkerAndCapacityOneNeverDeadlockUnderRetries(
            @ForAll @IntRange(min = 1, max = 5) int stages,
            @ForAll @IntRange(max = 2) int waitMillis,
            @ForAll Retry.Scope scope,
            @ForAll @IntRange(max = 90) int faults,
            @ForAll int seed)
            throws Exception {
        List<StageShape> shapes = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            shapes.add(new StageShape(1, i % 2 == 0 ? 1 : -1, scope, 4, waitMillis, 2, 1, true, faults, 0));
        }
        try (Story story = new Story(new Shape(shapes, 40, 5, seed))) {
            story.feedInTheBackground();
            story.finish();
            story.assertAllIsWell();
        }
    }

    @Provide
    Arbitrary<Shape> shapes() {
        return RandomPipeline.shapes();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return RandomPipeline.actions();
    }

    /** One run of a random pipeline, from feeding to the end, watched by another thread. */
    private static final class Story implements AutoCloseable {

        private final ManualClock clock = new ManualClock();
        private final EventRecorder recorder = new EventRecorder();
        private final PipelineEngine engine = PipelineEngine.builder()
                .clock(clock)
                .observer(recorder)
                .random(new Random(3))
                .build();
        private final RandomPipeline random;
        private final Pipeline pipeline;
        private final Run run;
        private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicInteger accepted = new AtomicInteger();
        private final Map<DashboardSnapshot, String> kept = new HashMap<>();
        private final Map<String, Integer> mostWorkers = new HashMap<>();
        private final Future<?> watching;
        private volatile boolean watch = true;
        private @Nullable Future<?> feeding;
        private int injected;

        Story(Shape shape) {
            this(shape, false);
        }

        Story(Shape shape, boolean startedLate) {
            random = new RandomPipeline(shape);
            pipeline = random.pipeline();
            run = startedLate ? engine.prepare(pipeline) : engine.start(pipeline);
            pipeline.stages().forEach(stage -> mostWorkers.put(stage.name(), stage.workers()));
            watching = others.submit(this::watch);
        }

        private void watch() {
            DashboardSnapshot before = run.snapshot();
            int taken = 0;
            while (watch) {
                DashboardSnapshot snapshot = run.snapshot();
                Invariants.assertConsistent(snapshot);
                Invariants.assertFollows(snapshot, before);
                before = snapshot;
                if (taken++ % 50 == 0) {
                    kept.put(snapshot, snapshot.toString());
                }
                RunSummary summary = run.summary();
                assertThat(summary.itemsProcessed()
                                + summary.itemsFailed()
                                + summary.itemsCancelled()
                                + summary.itemsInFlight())
                        .as("%s", summary)
                        .isEqualTo(summary.totalItems());
                Thread.yield();
            }
        }

        void feedInTheBackground() {
            feeding = others.submit(() -> {
                for (Item item : random.items()) {
                    note(run.feed(item));
                }
                return null;
            });
        }

        private void note(Admission admission) {
            if (admission instanceof Admission.Accepted) {
                accepted.incrementAndGet();
            }
        }

        void act(List<Action> actions) throws Exception {
            for (Action action : actions) {
                act(action);
            }
        }

        private void act(Action action) throws Exception {
            switch (action) {
                case Action.Pause() -> run.pause();
                case Action.Resume() -> run.resume();
                case Action.PauseStage(int stage) -> run.pauseStage(name(stage));
                case Action.ResumeStage(int stage) -> run.resumeStage(name(stage));
                case Action.Resize(int stage, int workers) -> {
                    mostWorkers.merge(name(stage), workers, Math::max);
                    run.resize(name(stage), workers);
                }
                case Action.CancelItem(int item) -> run.cancelItem(item % 2 == 0 ? "item" + item : item);
                case Action.PutBack() -> run.retryFailed();
                case Action.Inject(int stage, int priority) -> {
                    Item item = Item.of("injected" + injected++, 0).withPriority(priority);
                    others.submit(() -> {
                        note(run.feed(item, name(stage)));
                        return null;
                    });
                }
                case Action.Advance(int millis) -> clock.advance(Duration.ofMillis(millis));
                case Action.Yield() -> Thread.yield();
            }
        }

        private String name(int stage) {
            return "S" + stage % pipeline.stages().size();
        }

        /** Takes back what holds the run, lets the feeders and then all items come to their end. */
        void finish() throws Exception {
            run.start();
            run.resume();
            pipeline.stageNames().forEach(run::resumeStage);
            Future<?> feeder = feeding;
            advanceUntil(() -> feeder == null || feeder.isDone());
            run.close();
            advanceUntilEnded();
        }

        void advanceUntilEnded() throws Exception {
            advanceUntil(run::ended);
        }

        private void advanceUntil(java.util.function.BooleanSupplier condition) throws Exception {
            long began = System.nanoTime();
            while (!condition.getAsBoolean()) {
                clock.advance(STEP);
                Thread.yield();
                if (watching.isDone()) {
                    watching.get();
                }
                assertThat(System.nanoTime() - began)
                        .as("a deadlock at %s of %s", run.snapshot(), random.shape())
                        .isLessThan(DEADLOCK_NANOS);
            }
        }

        void assertAllIsWell() throws Exception {
            watch = false;
            watching.get();
            others.shutdown();
            assertThat(others.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            kept.forEach((snapshot, text) -> assertThat(snapshot.toString())
                    .as("a snapshot never changes")
                    .isEqualTo(text));
            DashboardSnapshot last = run.snapshot();
            Invariants.assertConsistent(last);
            assertThat(last.pipelineStats().itemsInFlight()).isZero();
            assertThat(last.totalItems()).isEqualTo(accepted.get() + random.followUps());
            assertLivesAreWhole(last);
            assertWorkersAddUp(last);
            for (int i = 0; i < pipeline.stages().size(); i++) {
                Stage stage = pipeline.stages().get(i);
                Integer limit = stage.taskConcurrencyLimits().get("t0");
                int mostWorkersOfStage = mostWorkers.getOrDefault(stage.name(), 0);
                assertThat(random.mostAtOnce(i)).isLessThanOrEqualTo(limit == null ? Integer.MAX_VALUE : limit);
                assertThat(random.mostAtOnce(i)).isLessThanOrEqualTo(mostWorkersOfStage);
            }
        }

        private void assertLivesAreWhole(DashboardSnapshot last) {
            Map<ItemStatus, Long> byEnd = new HashMap<>();
            Map<Object, List<RunEvent>> eventsByItem = new HashMap<>();
            recorder.of(run)
                    .events()
                    .forEach(event -> eventsByItem
                            .computeIfAbsent(event.itemId(), id -> new ArrayList<>())
                            .add(event));
            Map<Object, Integer> endsByItem = new HashMap<>();
            recorder.of(run).ends().forEach(end -> endsByItem.merge(end.itemId(), 1, Integer::sum));
            List<ItemView> items = run.items(null, null, 0, Integer.MAX_VALUE).items();
            assertThat(items).hasSize((int) last.totalItems());
            for (ItemView item : items) {
                List<StatusEvent> history = run.history(item.id());
                List<RunEvent> told = eventsByItem.getOrDefault(item.id(), List.of());
                Invariants.assertIsALife(history, pipeline);
                Invariants.assertWithinPolicy(told, pipeline);
                assertThat(history)
                        .extracting(EventRecorder::line)
                        .isEqualTo(told.stream()
                                .filter(StatusEvent.class::isInstance)
                                .map(event -> EventRecorder.line((StatusEvent) event))
                                .toList());
                assertThat((long) endsByItem.getOrDefault(item.id(), 0))
                        .as("ends of %s", item)
                        .isEqualTo(Invariants.ends(history, pipeline));
                byEnd.merge(history.getLast().status(), 1L, Long::sum);
            }
            assertThat(byEnd.getOrDefault(ItemStatus.FAILED, 0L))
                    .isEqualTo(last.pipelineStats().itemsFailed());
            assertThat(byEnd.getOrDefault(ItemStatus.CANCELLED, 0L))
                    .isEqualTo(last.pipelineStats().itemsCancelled());
            assertThat(run.errorSummary().failedItems())
                    .hasSize((int) last.pipelineStats().itemsFailed());
            assertThat(run.results()).hasSize((int) (last.pipelineStats().itemsProcessed()
                    + last.pipelineStats().itemsFailed()));
        }

        private void assertWorkersAddUp(DashboardSnapshot last) {
            last.pipelineStats().stageStats().forEach((name, stage) -> {
                long processed = last.workerMetrics().values().stream()
                        .filter(metrics -> metrics.stage().equals(name))
                        .mapToLong(WorkerMetrics::itemsProcessed)
                        .sum();
                assertThat(processed).as("workers of %s", name).isEqualTo(stage.completedItems());
            });
        }

        @Override
        public void close() {
            watch = false;
            engine.close();
            others.shutdownNow();
        }
    }
}
