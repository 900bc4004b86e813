package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.CallRate;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Stories of what goes wrong around a pipeline, in virtual time. Each says what it must not cost: bounds, as the threads of a
 * step may meet in any order.
 */
@Timeout(30)
class SimulationTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final Simulation story = new Simulation();

    @AfterEach
    void end() {
        story.close();
    }

    /** One in ten calls vanishes without an answer: it costs its timeout, and the other workers go on. */
    @Test
    void blackHole() throws Exception {
        Function<TaskContext, Duration> time =
                context -> context.sequenceId() % 10 == 0 ? NEVER : Duration.ofMillis(200);
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Call")
                        .workers(4)
                        .task("call", story.taking(time, (input, context) -> input))
                        .taskTimeout(Duration.ofSeconds(2))
                        .taskAttempts(2, Backoff.fixed(Duration.ofMillis(500)))
                        .build()));
        story.feed(run, integers(100));
        story.toTheEnd(run);

        assertThat(run.summary().itemsProcessed()).isEqualTo(90);
        assertThat(run.summary().itemsFailed()).isEqualTo(10);
        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("io.antflow.engine.TaskTimeoutException");
        // 90 calls of 0.2 s and 20 of 2 s are 58 s of work for four workers
        assertThat(story.now()).isBetween(14.0, 25.0);
    }

    /** Every call vanishes and ignores its interrupt: workers are replaced, and the run still ends. */
    @Test
    void deafBlackHole() throws Exception {
        Gate hole = new Gate();
        Duration timeout = Duration.ofSeconds(1);
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Call")
                        .workers(2)
                        .task("call", story.deaf(hole, timeout))
                        .taskTimeout(timeout)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));
        story.feed(run, integers(6));
        story.toTheEnd(run);

        assertThat(run.summary().itemsFailed()).isEqualTo(6);
        assertThat(hole.held())
                .as("tasks that still hang, on threads that were given up")
                .hasSize(6);
        assertThat(story.now())
                .as("three rounds of a timeout and the grace after it")
                .isLessThan(60);
        hole.open();
    }

    /** The last stage becomes fifty times slower: queues fill up to their bounds and no further, then it recovers. */
    @Test
    void drasticSlowdown() throws Exception {
        Function<TaskContext, Duration> time =
                context -> story.now() > 5 && story.now() < 30 ? Duration.ofSeconds(5) : Duration.ofMillis(100);
        Run run = story.start(Pipeline.named("p")
                .stage(
                        "Fast",
                        s -> s.workers(2)
                                .task("t", story.taking(Duration.ofMillis(100)))
                                .queueCapacity(5))
                .stage(
                        "Slow",
                        s -> s.workers(2)
                                .task("t", story.taking(time, (input, context) -> input))
                                .queueCapacity(5))
                .build());
        Future<FeedReport> feeding = story.feed(run, integers(400));
        story.pass(Duration.ofSeconds(20));

        assertThat(feeding).as("the slowness has reached the feeder").isNotDone();
        assertThat(story.timeline())
                .allSatisfy(snapshot -> assertThat(snapshot.pipelineStats().itemsInFlight())
                        .as("never more than the queues, the workers and the feeder hold")
                        .isLessThanOrEqualTo(5 + 2 + 5 + 2 + 1));
        assertThat(Look.stage(run, "Fast").blockedWorkers()).isEqualTo(2);

        story.toTheEnd(run);
        assertThat(run.summary().itemsProcessed()).isEqualTo(400);
        assertThat(story.now()).isLessThan(70);
    }

    /** What all items need is away for ten seconds: they wait, spread out, without workers, and all come through. */
    @Test
    void thunderingRetry() throws Exception {
        Task<Object, Object> dependency = (input, context) -> {
            if (story.now() < 10) {
                throw new IOException("away");
            }
            return input;
        };
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Call")
                        .workers(5)
                        .task("call", story.taking(context -> Duration.ofMillis(100), dependency))
                        .queueCapacity(Stage.UNBOUNDED)
                        .taskAttempts(
                                20,
                                Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(8))
                                        .withJitter(0.5))
                        .build()));
        story.feed(run, integers(60));
        story.toTheEnd(run);

        assertThat(run.summary().itemsProcessed()).isEqualTo(60);
        assertThat(story.calls()).as("few calls into the outage").isBetween(120L, 500L);
        assertThat(story.mostAtOnce()).as("no stampede when it is back").isLessThanOrEqualTo(5);
        assertThat(story.timeline()).anySatisfy(snapshot -> {
            StageStats stage = Look.stage(snapshot, "Call");
            assertThat(stage.retryingItems()).isGreaterThan(50);
            assertThat(stage.inProgressItems()).as("a wait holds no worker").isLessThan(5);
        });
        assertThat(story.now()).isBetween(10.0, 25.0);
    }

    /** A dependency comes and goes every second: per-stage retries bring every item through. */
    @Test
    void flapping() throws Exception {
        Task<Object, Object> dependency = (input, context) -> {
            if ((long) story.now() % 2 == 0) {
                throw new IOException("away");
            }
            return input;
        };
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Call")
                        .workers(3)
                        .task("prepare", Tasks.same())
                        .task("call", story.taking(context -> Duration.ofMillis(100), dependency))
                        .stageAttempts(30, Backoff.fixed(Duration.ofMillis(300)))
                        .build()));
        story.feed(run, integers(50));
        story.toTheEnd(run);

        assertThat(run.summary().itemsProcessed()).isEqualTo(50);
        assertThat(story.now()).isLessThan(15);
    }

    /** A few items take a hundred times as long as the others: they hold only the workers that have them. */
    @Test
    void convoy() throws Exception {
        List<Long> done = new CopyOnWriteArrayList<>();
        Function<TaskContext, Duration> time =
                context -> context.sequenceId() < 2 ? Duration.ofSeconds(20) : Duration.ofMillis(200);
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Work")
                        .workers(4)
                        .task("t", story.taking(time, (input, context) -> {
                            done.add(context.sequenceId());
                            return input;
                        }))
                        .build()));
        story.feed(run, integers(100));
        story.toTheEnd(run);

        assertThat(done.subList(0, 98)).as("all others are through before").doesNotContain(0L, 1L);
        assertThat(story.now()).isBetween(20.0, 22.0);
    }

    /** The pool grows in the middle of a long backlog: what is left goes the faster. */
    @Test
    void growingPool() throws Exception {
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Work")
                        .workers(1)
                        .task("t", story.taking(Duration.ofSeconds(1)))
                        .queueCapacity(Stage.UNBOUNDED)
                        .build()));
        story.feed(run, integers(50));
        story.pass(Duration.ofSeconds(10));
        run.resize("Work", 10);
        story.toTheEnd(run);

        assertThat(run.summary().itemsProcessed()).isEqualTo(50);
        assertThat(story.now()).as("ten alone, forty by ten").isBetween(13.5, 17.0);
    }

    /** An urgent item that comes late overtakes a long backlog. */
    @Test
    void urgentLatecomer() throws Exception {
        List<Object> done = new CopyOnWriteArrayList<>();
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Work")
                        .workers(2)
                        .task("t", story.taking(context -> Duration.ofSeconds(1), (input, context) -> {
                            done.add(context.itemId());
                            return input;
                        }))
                        .queueCapacity(Stage.UNBOUNDED)
                        .build()));
        story.feed(run, integers(40));
        story.pass(Duration.ofSeconds(3));
        run.feed(Item.of("urgent", 0).withPriority(1));
        story.toTheEnd(run);

        assertThat(done.indexOf("urgent")).isBetween(4, 9);
    }

    /** A call rate is kept however many workers there are. */
    @Test
    void ratedService() throws Exception {
        Run run = story.start(Pipeline.of(
                "p",
                Stage.named("Call")
                        .workers(8)
                        .task("t", story.taking(Duration.ofMillis(100)))
                        .callRate(new CallRate(5, Duration.ofSeconds(1)))
                        .build()));
        story.feed(run, integers(50));
        story.toTheEnd(run);

        assertThat(story.now()).as("a burst of 5, then 45 at 5 a second").isBetween(9.0, 10.5);
    }

    /** A stop in the middle of it all: what is in work is finished, all else is cancelled, nothing is missing. */
    @Test
    void suddenStop() throws Exception {
        Run run = story.start(Pipeline.named("p")
                .stage("A", s -> s.workers(3).task("t", story.taking(Duration.ofMillis(300))))
                .stage(
                        "B",
                        s -> s.workers(2)
                                .task("t", story.taking(context -> Duration.ofMillis(500), (input, context) -> {
                                    if (context.sequenceId() % 3 == 0) {
                                        throw new IOException("no");
                                    }
                                    return input;
                                }))
                                .taskAttempts(3, Backoff.fixed(Duration.ofSeconds(30)))
                                .queueCapacity(3))
                .build());
        story.feed(run, integers(200));
        story.pass(Duration.ofSeconds(5));
        run.cancel();
        story.toTheEnd(run);

        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(story.now()).as("no retry is waited for").isLessThan(7);
        RunSummary summary = run.summary();
        assertThat(summary.itemsInFlight()).isZero();
        assertThat(summary.itemsProcessed()).isPositive();
        assertThat(summary.itemsCancelled()).isPositive();
        Invariants.assertConsistent(run.snapshot());
    }

    private static List<Integer> integers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
