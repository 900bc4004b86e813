package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers finish what they hold and take no more, until resumed. */
@Timeout(10)
class PauseTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void whatIsInWorkIsFinishedAndNothingElseTaken() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.workers(2).task("t", Tasks.gated(gate)))
                .stage("B", s -> s.task("t", Tasks.same()))
                .build());
        run.feedAll(IntStream.range(0, 5).boxed().toList());
        gate.awaitArrived(2);

        assertThat(run.pause()).isTrue();
        gate.open();
        eventually(
                "both workers have finished",
                () -> stats(run, "A").completedItems() == 2
                        && run.snapshot().workerStates().values().stream()
                                .allMatch(state -> state.status() == WorkerState.Status.IDLE));

        assertThat(run.status()).isEqualTo(RunStatus.PAUSED);
        assertThat(stats(run, "A").pendingItems()).isEqualTo(3);
        assertThat(stats(run, "B").pendingItems()).isEqualTo(2);
        assertThat(stats(run, "A").paused()).isTrue();
        assertThat(gate.arrived()).isEqualTo(2);

        assertThat(run.resume()).isTrue();
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(5);
    }

    @Test
    void aPausedRunTakesItems() throws Exception {
        Run run = test.engine.start(oneStage());
        run.pause();

        assertThat(run.feed(Item.of("x", 1))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.open()).isTrue();
        assertThat(stats(run, "A").pendingItems()).isEqualTo(1);

        run.resume();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void aRunMayBePausedBeforeItsStart() throws Exception {
        Run run = test.engine.prepare(oneStage());
        run.feed(Item.of("x", 1));
        run.pause();
        run.start();
        assertThat(run.status()).isEqualTo(RunStatus.PAUSED);
        assertThat(stats(run, "A").pendingItems()).isEqualTo(1);

        run.resume();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void aPausedRunCanBeCancelled() throws Exception {
        Run run = test.engine.start(oneStage());
        run.pause();
        run.feedAll(IntStream.range(0, 3).boxed().toList());

        run.cancel();
        run.join();

        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.summary().itemsCancelled()).isEqualTo(3);
    }

    @Test
    void oneStageCanBeHeldAlone() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("t", Tasks.same()))
                .stage("B", s -> s.task("t", Tasks.same()))
                .build());
        run.pauseStage("B");
        run.feedAll(IntStream.range(0, 5).boxed().toList());
        eventually("A has done its work", () -> stats(run, "B").pendingItems() == 5);

        assertThat(stats(run, "B").paused()).isTrue();
        assertThat(stats(run, "A").paused()).isFalse();
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);

        run.resumeStage("B");
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(5);
    }

    @Test
    void aHeldStageStaysHeldWhenTheRunResumes() throws Exception {
        Run run = test.engine.start(oneStage());
        run.pauseStage("A");
        run.pause();
        run.feed(Item.of("x", 1));
        run.resume();

        assertThat(stats(run, "A").paused()).isTrue();
        assertThat(stats(run, "A").pendingItems()).isEqualTo(1);

        run.resumeStage("A");
        run.join();
    }

    @Test
    void aHeldStagePushesBackOnTheOnesBefore() throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("A", s -> s.task("t", Tasks.same()))
                .stage("B", s -> s.task("t", Tasks.same()).queueCapacity(2))
                .build());
        run.pauseStage("B");
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        run.start();
        eventually("A is blocked", () -> stats(run, "A").blockedWorkers() == 1);

        assertThat(stats(run, "A").completedItems()).isEqualTo(3);
        run.resumeStage("B");
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(10);
    }

    @Test
    void aRetryThatComesDueWhilePausedWaitsForTheResume() throws Exception {
        Duration wait = Duration.ofMillis(700);
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.failing(1, IllegalStateException::new))
                        .taskAttempts(2, Backoff.fixed(wait))
                        .build()));
        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(wait);
        run.pause();
        test.clock.advance(wait);

        assertThat(stats(run, "A").pendingItems()).isEqualTo(1);
        assertThat(test.events(run).tasks("x")).hasSize(2);

        run.resume();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void anEndedRunCanNeitherBePausedNorResumed() throws Exception {
        Run run = test.engine.start(oneStage());
        run.join();

        assertThat(run.pause()).isFalse();
        assertThat(run.resume()).isFalse();
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void closingAPausedRunEndsItWhenNothingIsLeft() {
        Run run = test.engine.start(oneStage());
        run.pause();

        run.close();

        assertThat(run.whenEnded().join().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void anUnknownStageIsNamed() {
        Run run = test.engine.start(oneStage());

        assertThatExceptionOfType(UnknownStageException.class)
                .isThrownBy(() -> run.pauseStage("Nope"))
                .withMessageContaining("Nope");
        assertThatExceptionOfType(UnknownStageException.class).isThrownBy(() -> run.resumeStage("Nope"));
    }

    private static Pipeline oneStage() {
        return Pipeline.of("p", Stage.named("A").task("t", Tasks.same()).build());
    }

    private static StageStats stats(Run run, String stage) {
        return Look.stage(run, stage);
    }
}
