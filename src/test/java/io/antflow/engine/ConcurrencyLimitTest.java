package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** So many attempts of a task at once, over all workers of its stage. */
@Timeout(10)
class ConcurrencyLimitTest {

    private static final Duration WAIT = Duration.ofMillis(700);

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void noMoreThanTheLimitRunAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Task<Object, Object> task = (input, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                gate.pass(context.itemId());
                return input;
            } finally {
                running.decrementAndGet();
            }
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(6)
                        .task("t", task)
                        .taskConcurrencyLimit("t", 2)
                        .build()));
        run.feedAll(IntStream.range(0, 20).boxed().toList());
        eventually("all workers have an item", () -> stats(run).inProgressItems() == 6);
        gate.awaitArrived(2);
        for (int i = 0; i < 6; i++) {
            gate.letThrough(1);
            gate.awaitArrived(3 + i);
            assertThat(running.get()).isLessThanOrEqualTo(2);
        }
        gate.open();
        run.join();

        assertThat(most).hasValue(2);
        assertThat(run.summary().itemsProcessed()).isEqualTo(20);
    }

    @Test
    void otherTasksOfTheStageAreNotHeld() throws Exception {
        Gate free = new Gate();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(4)
                        .task("free", Tasks.gated(free))
                        .task("limited", Tasks.gated(gate))
                        .taskConcurrencyLimit("limited", 1)
                        .build()));
        run.feedAll(IntStream.range(0, 4).boxed().toList());

        free.awaitArrived(4);
        assertThat(free.held()).hasSize(4);
        free.open();
        gate.awaitArrived(1);
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(4);
    }

    @Test
    void theSameTaskInAnotherStageHasItsOwnLimit() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.workers(2).task("t", Tasks.gated(gate)).taskConcurrencyLimit("t", 1))
                .stage("B", s -> s.workers(2).task("t", Tasks.gated(gate)).taskConcurrencyLimit("t", 1))
                .build());

        run.feed(Item.of("at A", 0));
        run.feed(Item.of("at B", 0), "B");
        gate.awaitArrived(2);

        assertThat(gate.held()).containsExactlyInAnyOrder("at A", "at B");
        gate.open();
        run.join();
    }

    @Test
    void theLimitIsNotHeldDuringTheWaitForTheNextAttempt() throws Exception {
        Task<Object, Object> task = (input, context) -> {
            if (context.itemId().equals("x") && context.attempt() == 1) {
                throw new IllegalStateException("again");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", task)
                        .taskConcurrencyLimit("t", 1)
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        run.feed(Item.of("y", 2));
        eventually("y goes ahead", () -> run.summary().itemsProcessed() == 1);

        test.clock.advance(WAIT);
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void waitingForTheLimitIsNoTimeInTheTask() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", Tasks.gated(gate))
                        .taskConcurrencyLimit("t", 1)
                        .build()));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        run.feed(Item.of("y", 2));
        eventually("both are in work", () -> stats(run).inProgressItems() == 2);

        test.clock.advance(Duration.ofSeconds(3));
        gate.letThrough(1);
        gate.awaitArrived(2);
        eventually("x's end", () -> run.summary().itemsProcessed() == 1);
        test.clock.advance(Duration.ofSeconds(2));
        gate.open();
        run.join();

        assertThat(test.events(run).taskEvents("x").getLast().durationNanos())
                .isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(test.events(run).taskEvents("y").getLast().durationNanos())
                .isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(run.snapshot().workerMetrics().values().stream()
                        .mapToDouble(WorkerMetrics::totalProcessingTime)
                        .sum())
                .isEqualTo(5.0);
    }

    @Test
    void theTimeoutOfAnAttemptDoesNotRunWhileItWaitsForTheLimit() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", Tasks.gated(gate))
                        .taskConcurrencyLimit("t", 1)
                        .taskTimeout(WAIT)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        run.feed(Item.of("y", 2));
        eventually("both are in work", () -> stats(run).inProgressItems() == 2);
        test.clock.awaitTimer(WAIT);

        test.clock.advance(WAIT.minusNanos(1));
        gate.letThrough(1);
        gate.awaitArrived(2);
        test.clock.awaitTimer(WAIT);
        test.clock.advance(WAIT.minusNanos(1));
        gate.open();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void aFailedAttemptGivesTheLimitBack() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(3)
                        .task("t", Tasks.erring(new StackOverflowError()))
                        .taskConcurrencyLimit("t", 1)
                        .build()));

        run.feedAll(IntStream.range(0, 20).boxed().toList());
        run.join();

        assertThat(run.summary().itemsFailed()).isEqualTo(20);
    }

    @Test
    void anItemThatWaitsForTheLimitCanBeCancelled() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", Tasks.gated(gate))
                        .taskConcurrencyLimit("t", 1)
                        .build()));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        run.feed(Item.of("y", 2));
        eventually("both are in work", () -> stats(run).inProgressItems() == 2);

        assertThat(run.cancelItem("y")).isEqualTo(ItemCancellation.INTERRUPTED);
        eventually("y's end", () -> run.summary().itemsCancelled() == 1);
        gate.open();
        run.feed(Item.of("z", 3));
        run.join();

        assertThat(run.summary().itemsProcessed())
                .as("the limit is free for others")
                .isEqualTo(2);
        assertThat(test.events(run).tasks("y")).as("it never began").doesNotContain("start t 1");
    }

    private static StageStats stats(Run run) {
        return Look.stage(run, "A");
    }
}
