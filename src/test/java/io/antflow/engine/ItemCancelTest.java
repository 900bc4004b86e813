package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One item is given up: at once while it waits, by an interrupt while it is in work. */
@Timeout(10)
class ItemCancelTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void anItemThatWaitsIsCancelledAtOnce() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.gated(gate)));
        run.feedAll(List.of(0, 1, 2));
        gate.awaitArrived(1);

        assertThat(run.cancelItem(1)).isEqualTo(ItemCancellation.CANCELLED);

        assertThat(run.item(1L).orElseThrow().status()).isEqualTo(ItemStatus.CANCELLED);
        assertThat(run.summary().itemsCancelled()).isEqualTo(1);
        gate.open();
        run.join();
        assertThat(run.results()).extracting(Result::id).containsExactly(0L, 2L);
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void anItemInWorkIsInterruptedAndNotTriedAgain() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.gated(gate)));
        run.feed(Item.of("x", 1));
        run.feed(Item.of("y", 2));
        gate.awaitArrived(1);

        assertThat(run.cancelItem("x")).isEqualTo(ItemCancellation.INTERRUPTED);
        eventually("x's end", () -> run.summary().itemsCancelled() == 1);
        gate.awaitArrived(2);

        assertThat(gate.held()).as("the interrupt does not hit the next item").containsExactly("y");
        gate.open();
        run.join();
        assertThat(test.events(run).statuses("x"))
                .containsExactly("queued@A", "in_progress@A by A-W0", "cancelled@A by A-W0");
        assertThat(run.summary().itemsFailed()).isZero();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void anItemThatWaitsForItsNextAttemptIsCancelled() throws Exception {
        Duration wait = Duration.ofMillis(700);
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.broken(IllegalStateException::new))
                        .taskAttempts(3, Backoff.fixed(wait))
                        .build()));
        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(wait);

        assertThat(run.cancelItem("x")).isEqualTo(ItemCancellation.CANCELLED);
        assertThat(Look.stage(run, "A").retryingItems()).isZero();

        test.clock.makeCallsThatWereTakenBack();
        test.clock.advance(wait.multipliedBy(2));
        run.join();
        assertThat(run.summary().itemsCancelled()).isEqualTo(1);
        assertThat(test.events(run).tasks("x")).hasSize(2);
    }

    @Test
    void anItemWhoseTaskDoesNotListenIsCancelledWhenItEnds() throws Exception {
        Task<Object, Object> deaf = (input, context) -> {
            gate.passDeafly(context.itemId());
            return input;
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("t", deaf))
                .stage("B", s -> s.task("t", Tasks.same()))
                .build());
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);

        assertThat(run.cancelItem("x")).isEqualTo(ItemCancellation.INTERRUPTED);
        gate.open();
        run.join();

        assertThat(run.item("x").orElseThrow().status()).isEqualTo(ItemStatus.CANCELLED);
        assertThat(Look.stage(run, "B").completedItems()).isZero();
    }

    @Test
    void anItemThatABlockedWorkerHoldsIsCancelledAtTheStageItWaitsFor() throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.task("t", Tasks.same()))
                .stage("Slow", s -> s.task("t", Tasks.gated(gate)).queueCapacity(1))
                .build());
        run.feedAll(IntStream.range(0, 4).boxed().toList());
        run.start();
        eventually(
                "item 2 is held",
                () -> Long.valueOf(2).equals(Look.worker(run, "Fast-W0").currentItemId())
                        && Look.worker(run, "Fast-W0").status() == WorkerState.Status.BLOCKED);

        assertThat(run.cancelItem(2)).isEqualTo(ItemCancellation.CANCELLED);
        eventually(
                "the worker goes on with the next",
                () -> Long.valueOf(3).equals(Look.worker(run, "Fast-W0").currentItemId()));
        gate.open();
        run.join();

        assertThat(run.results()).extracting(Result::id).containsExactly(0L, 1L, 3L);
        assertThat(Look.stage(run, "Slow").cancelledItems()).isEqualTo(1);
    }

    @Test
    void aCancelledItemMakesRoomInTheQueue() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(1).build()));
        run.feed(Item.of("in work", 0));
        gate.awaitArrived(1);
        run.feed(Item.of("waits", 0));

        run.cancelItem("waits");
        assertThat(run.feed(Item.of("has room", 0))).isInstanceOf(Admission.Accepted.class);

        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void anItemOfAPausedRunIsCancelled() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.same()));
        run.pause();
        run.feed(Item.of("x", 1));

        assertThat(run.cancelItem("x")).isEqualTo(ItemCancellation.CANCELLED);
        run.close();
        assertThat(run.whenEnded().join().itemsCancelled()).isEqualTo(1);
    }

    @Test
    void cancellingTheLastItemEndsAClosedRun() throws Exception {
        Run run = test.engine.prepare(oneStage(Tasks.same()));
        run.feed(Item.of("x", 1));
        run.close();

        run.cancelItem("x");

        assertThat(run.whenEnded().join().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void anItemThatHasEndedCannotBeCancelled() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.same()));
        run.feed(Item.of("x", 1));
        eventually("its end", () -> run.summary().itemsProcessed() == 1);

        assertThat(run.cancelItem("x")).isEqualTo(ItemCancellation.ALREADY_ENDED);
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(run.summary().itemsCancelled()).isZero();
    }

    @Test
    void anUnknownItemIsToldAsSuch() {
        Run run = test.engine.start(oneStage(Tasks.same()));

        assertThat(run.cancelItem("nope")).isEqualTo(ItemCancellation.UNKNOWN);
        assertThat(run.cancelItem(99)).isEqualTo(ItemCancellation.UNKNOWN);
    }

    @Test
    void anIdInWordsFindsTheNumber() throws Exception {
        Run run = test.engine.prepare(oneStage(Tasks.same()));
        run.feed(Item.of(17, "v"));

        assertThat(run.cancelItem("17")).isEqualTo(ItemCancellation.CANCELLED);
        assertThat(run.cancelItem(17L)).isEqualTo(ItemCancellation.ALREADY_ENDED);
    }

    private static Pipeline oneStage(Task<?, ?> task) {
        return Pipeline.of("p", Stage.named("A").task("t", task).build());
    }
}
