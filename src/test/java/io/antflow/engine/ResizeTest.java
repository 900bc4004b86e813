package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool grows and shrinks while it works. */
@Timeout(10)
class ResizeTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void aPoolThatGrowsTakesMoreItemsAtOnce() throws Exception {
        Run run = test.engine.start(oneStage(1));
        run.feedAll(IntStream.range(0, 5).boxed().toList());
        gate.awaitArrived(1);

        run.resize("A", 4);
        gate.awaitArrived(4);

        assertThat(gate.held()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        assertThat(stats(run).workers()).isEqualTo(4);
        assertThat(run.snapshot().workerStates().keySet()).containsExactly("A-W0", "A-W1", "A-W2", "A-W3");
        gate.open();
        run.join();
    }

    @Test
    void aPoolThatShrinksInterruptsNoItem() throws Exception {
        Run run = test.engine.start(oneStage(3));
        run.feedAll(IntStream.range(0, 6).boxed().toList());
        gate.awaitArrived(3);

        run.resize("A", 1);
        assertThat(gate.held()).hasSize(3);
        assertThat(stats(run).workers()).isEqualTo(1);
        assertThat(stats(run).inProgressItems()).isEqualTo(3);

        gate.letThrough(3);
        gate.awaitArrived(4);
        eventually("three are through", () -> run.summary().itemsProcessed() == 3);
        eventually("one works", () -> stats(run).inProgressItems() == 1);
        assertThat(gate.arrived()).isEqualTo(4);
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(6);
        assertThat(run.summary().itemsFailed() + run.summary().itemsCancelled()).isZero();
    }

    @Test
    void whatWorkersDidThatAreGoneStillCounts() throws Exception {
        gate.open();
        Run run = test.engine.start(oneStage(4));
        run.feedAll(IntStream.range(0, 40).boxed().toList());
        eventually("all are through", () -> run.summary().itemsProcessed() == 40);
        run.resize("A", 1);
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        run.join();

        DashboardSnapshot snapshot = run.snapshot();
        assertThat(snapshot.pipelineStats().itemsProcessed()).isEqualTo(50);
        assertThat(snapshot.workerMetrics().values().stream()
                        .mapToLong(WorkerMetrics::itemsProcessed)
                        .sum())
                .as("the sums over a stage's workers are the stage's figures")
                .isEqualTo(50);
    }

    @Test
    void aPoolThatShrankCanGrowAgain() throws Exception {
        Run run = test.engine.start(oneStage(3));
        run.feedAll(IntStream.range(0, 9).boxed().toList());
        gate.awaitArrived(3);
        run.resize("A", 1);
        run.resize("A", 3);

        gate.letThrough(3);
        gate.awaitArrived(6);
        assertThat(stats(run).workers()).isEqualTo(3);
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(9);
    }

    @Test
    void idleWorkersLeaveAtOnce() throws Exception {
        gate.open();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Task<Object, Object> task = (input, context) -> {
            threads.add(context.worker());
            return input;
        };
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").workers(5).task("t", task).build()));
        run.resize("A", 1);
        run.feedAll(IntStream.range(0, 50).boxed().toList());
        run.join();

        assertThat(threads).containsExactly("A-W0");
    }

    @Test
    void aResizeBeforeTheStartCounts() throws Exception {
        Run run = test.engine.prepare(oneStage(1));
        run.feedAll(IntStream.range(0, 3).boxed().toList());
        run.resize("A", 3);
        run.start();

        gate.awaitArrived(3);
        assertThat(gate.held()).hasSize(3);
        gate.open();
        run.join();
    }

    @Test
    void theOtherStagesStayAsTheyAre() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.workers(2).task("t", Tasks.same()))
                .stage("B", s -> s.workers(2).task("t", Tasks.same()))
                .build());

        run.resize("B", 5);

        assertThat(Look.stage(run, "A").workers()).isEqualTo(2);
        assertThat(Look.stage(run, "B").workers()).isEqualTo(5);
        assertThat(run.pipeline().stages().get(1).workers())
                .as("the pipeline is as it was defined")
                .isEqualTo(2);
    }

    @Test
    void noItemIsLostHoweverOftenThePoolChanges() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Task<Object, Object> task = (input, context) -> {
            seen.add(context.itemId());
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).queueCapacity(Stage.UNBOUNDED).build()));
        for (int i = 0; i < 200; i++) {
            run.feed(Item.of(i));
            run.resize("A", 1 + i % 7);
        }
        run.join();

        assertThat(seen).hasSize(200).doesNotHaveDuplicates();
        assertThat(run.summary().itemsProcessed()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aPoolHasOneTo10000Workers(int workers) {
        Run run = test.engine.start(oneStage(2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.resize("A", workers))
                .withMessageContaining(String.valueOf(workers));
        assertThat(stats(run).workers()).isEqualTo(2);
    }

    @Test
    void anUnknownStageIsNamed() {
        Run run = test.engine.start(oneStage(1));

        assertThatExceptionOfType(UnknownStageException.class)
                .isThrownBy(() -> run.resize("Nope", 2))
                .withMessageContaining("Nope");
    }

    private Pipeline oneStage(int workers) {
        return Pipeline.of(
                "p",
                Stage.named("A").workers(workers).task("t", Tasks.gated(gate)).build());
    }

    private static StageStats stats(Run run) {
        return Look.stage(run, "A");
    }
}
