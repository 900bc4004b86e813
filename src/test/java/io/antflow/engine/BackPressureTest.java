package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A full queue holds the workers before it. */
@Timeout(20)
class BackPressureTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,1,5", "3,2,4", "2,3,1", "5,1,10"})
    void aFastStageBeforeAHeldOneFinishesCapacityAndItsOwnAndTheSlowWorkers(int fast, int slow, int capacity)
            throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.workers(fast).task("same", Tasks.same()))
                .stage("Slow", s -> s.workers(slow).task("t", Tasks.gated(gate)).queueCapacity(capacity))
                .build());
        run.feedAll(IntStream.range(0, 50).boxed().toList());

        run.start();
        eventually("all fast workers are blocked", () -> stats(run, "Fast").blockedWorkers() == fast);

        StageStats before = stats(run, "Fast");
        assertThat(before.completedItems()).isEqualTo(capacity + fast + slow);
        assertThat(before.inProgressItems())
                .as("what a blocked worker holds has left")
                .isZero();
        assertThat(stats(run, "Slow").pendingItems()).isEqualTo(capacity + fast);
        assertThat(stats(run, "Slow").inProgressItems()).isEqualTo(slow);
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3"})
    void aStageThatPullsBuffersNothing(int fast, int slow) throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.workers(fast).task("same", Tasks.same()))
                .stage("Slow", s -> s.workers(slow).task("t", Tasks.gated(gate)).pull(true))
                .build());
        run.feedAll(IntStream.range(0, 30).boxed().toList());

        run.start();
        eventually("all fast workers are blocked", () -> stats(run, "Fast").blockedWorkers() == fast);

        assertThat(stats(run, "Fast").completedItems()).isEqualTo(fast + slow);
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(30);
    }

    @Test
    void anUnboundedQueueHoldsNobody() throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.task("same", Tasks.same()))
                .stage("Slow", s -> s.task("t", Tasks.gated(gate)).queueCapacity(Stage.UNBOUNDED))
                .build());
        run.feedAll(IntStream.range(0, 500).boxed().toList());

        run.start();
        eventually("all are through", () -> stats(run, "Fast").completedItems() == 500);

        assertThat(stats(run, "Slow").queueCapacity()).isZero();
        assertThat(stats(run, "Slow").pendingItems()).isEqualTo(499);
        gate.open();
        run.join();
    }

    @Test
    void aBlockedWorkerShowsAsBlockedAndNotAsBusy() throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.task("same", Tasks.same()))
                .stage("Slow", s -> s.task("t", Tasks.gated(gate)).queueCapacity(1))
                .build());
        run.feedAll(IntStream.range(0, 10).boxed().toList());

        run.start();
        eventually("the fast worker is blocked", () -> stats(run, "Fast").blockedWorkers() == 1);

        WorkerState state = Look.worker(run, "Fast-W0");
        assertThat(state.status()).isEqualTo(WorkerState.Status.BLOCKED);
        assertThat(state.currentItemId()).isEqualTo(2L);
        assertThat(state.currentTask()).isNull();
        gate.open();
        run.join();
    }

    @Test
    void backPressureReachesThroughAllStagesToTheFeeder() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("same", Tasks.same()).queueCapacity(1))
                .stage("B", s -> s.task("same", Tasks.same()).queueCapacity(1))
                .stage("C", s -> s.task("t", Tasks.gated(gate)).queueCapacity(1))
                .build());
        try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<FeedReport> feeding = feeder.submit(
                    () -> run.feedAll(IntStream.range(0, 20).boxed().toList()));
            // in work at C, waiting at C, held by B, waiting at B, held by A, waiting at A, held by the feeder
            eventually(
                    "the feeder is held",
                    () -> run.snapshot().totalItems() == 7
                            && stats(run, "A").blockedWorkers() == 1
                            && stats(run, "B").blockedWorkers() == 1);
            assertThat(feeding).isNotDone();
            gate.open();
            assertThat(feeding.get().accepted()).isEqualTo(20);
        }
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(20);
    }

    @Test
    void stagesWorkAtTheSameTimeOnDifferentItems() throws Exception {
        Gate behind = new Gate();
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.gated(gate)))
                .stage("B", s -> s.task("b", Tasks.gated(behind)))
                .build());

        run.feed(Item.of("first", 0));
        run.feed(Item.of("second", 0));
        gate.letThrough(1);
        behind.awaitArrived(1);
        gate.awaitArrived(2);

        assertThat(behind.held()).containsExactly("first");
        assertThat(gate.held()).containsExactly("second");
        gate.open();
        behind.open();
        run.join();
    }

    @Test
    void oneWorkerAndCapacityOneDoNotDeadlockUnderRetries() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Task<Object, Object> flaky = (input, context) -> {
            seen.add(context.itemId());
            if (context.attempt() < 3) {
                throw new IllegalStateException("again");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("t", flaky).queueCapacity(1).stageAttempts(3, Tasks.AT_ONCE))
                .stage("B", s -> s.task("t", flaky).queueCapacity(1).taskAttempts(3, Tasks.AT_ONCE))
                .build());

        run.feedAll(IntStream.range(0, 100).boxed().toList());
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(100);
        assertThat(seen).hasSize(600);
    }

    private static StageStats stats(Run run, String stage) {
        return Look.stage(run, stage);
    }
}
