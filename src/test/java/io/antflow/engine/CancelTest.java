package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers finish what they hold, everything that waits becomes cancelled, and nothing vanishes. */
@Timeout(10)
class CancelTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void whatWaitsBecomesCancelledAndWhatIsInWorkIsFinished() throws Exception {
        Run run = test.engine.start(oneStage());
        run.feedAll(IntStream.range(0, 5).boxed().toList());
        gate.awaitArrived(1);

        assertThat(run.cancel()).isTrue();
        assertThat(run.summary().itemsCancelled()).isEqualTo(4);
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.ended()).as("one is in work").isFalse();
        assertThat(gate.held()).as("not interrupted").containsExactly(0L);

        gate.open();
        run.join();
        assertThat(run.ended()).isTrue();
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(run.results()).extracting(Result::id).containsExactly(0L);
        assertThat(test.events(run).statuses(3L)).containsExactly("queued@A", "cancelled@A");
    }

    @Test
    void whatIsInWorkBeforeTheLastStageIsCancelledAtTheNext() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("t", Tasks.gated(gate)))
                .stage("B", s -> s.task("t", Tasks.same()))
                .build());
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);

        run.cancel();
        gate.open();
        run.join();

        assertThat(run.summary().itemsCancelled()).isEqualTo(1);
        assertThat(run.item("x").orElseThrow().status()).isEqualTo(ItemStatus.CANCELLED);
        assertThat(test.events(run).statuses("x")).contains("completed@A by A-W0");
        DashboardSnapshot snapshot = run.snapshot();
        assertThat(snapshot.pipelineStats().itemsInFlight()).isZero();
        assertThat(snapshot.pipelineStats().stageStats().values().stream()
                        .mapToLong(StageStats::cancelledItems)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void everyItemComesToExactlyOneEnd() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.workers(2).task("t", Tasks.same()))
                .stage("B", s -> s.workers(2).task("t", Tasks.gated(gate)).queueCapacity(3))
                .build());
        try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<FeedReport> feeding = feeder.submit(
                    () -> run.feedAll(IntStream.range(0, 100).boxed().toList()));
            gate.awaitArrived(2);
            eventually("blocked workers", () -> Look.stage(run, "A").blockedWorkers() == 2);

            run.cancel();
            gate.open();
            long accepted = feeding.get().accepted();
            run.join();

            assertThat(run.summary().totalItems()).isEqualTo(accepted);
        }
        RunSummary summary = run.summary();
        assertThat(summary.itemsInFlight()).isZero();
        assertThat(summary.itemsProcessed() + summary.itemsCancelled()).isEqualTo(summary.totalItems());
        assertThat(summary.itemsProcessed()).isEqualTo(2);
        assertThat(test.events(run).ends().stream().map(StatusEvent::itemId))
                .hasSize((int) summary.totalItems())
                .doesNotHaveDuplicates();
    }

    @Test
    void aRetryThatWaitsIsCancelled() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.broken(IllegalStateException::new))
                        .taskAttempts(3, Backoff.fixed(Duration.ofDays(1)))
                        .build()));
        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(Duration.ofDays(1));

        run.cancel();
        run.join();

        assertThat(run.summary().itemsCancelled()).isEqualTo(1);
        assertThat(Look.stage(run, "A").retryingItems()).isZero();
        assertThat(test.events(run).statuses("x")).last().asString().startsWith("cancelled@A");
    }

    @Test
    void anAttemptThatFailsAfterTheCancelIsNotTriedAgain() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            gate.pass(context.itemId());
                            throw new IllegalStateException("no");
                        })
                        .taskAttempts(3, Backoff.fixed(Duration.ofDays(1)))
                        .build()));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);

        run.cancel();
        gate.open();
        run.join();

        assertThat(gate.arrived()).isEqualTo(1);
        assertThat(run.summary().itemsInFlight()).isZero();
        assertThat(run.summary().itemsCancelled() + run.summary().itemsFailed()).isEqualTo(1);
    }

    @Test
    void aRunCanBeCancelledBeforeItsStart() throws Exception {
        Run run = test.engine.prepare(oneStage());
        run.feedAll(List.of(1, 2, 3));

        run.cancel();
        run.join();

        assertThat(run.summary().itemsCancelled()).isEqualTo(3);
        assertThat(run.ended()).isTrue();
    }

    @Test
    void aRunWithoutItemsCanBeCancelled() throws Exception {
        Run run = test.engine.start(oneStage());

        assertThat(run.cancel()).isTrue();
        run.join();

        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void anEndedRunCannotBeCancelled() throws Exception {
        gate.open();
        Run run = test.engine.start(oneStage());
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.cancel()).isFalse();
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void cancellingTwiceIsCancellingOnce() throws Exception {
        Run run = test.engine.start(oneStage());
        run.feedAll(List.of(1, 2, 3));
        gate.awaitArrived(1);

        run.cancel();
        run.cancel();
        gate.open();
        run.join();

        assertThat(run.summary().itemsCancelled()).isEqualTo(2);
        assertThat(run.cancel()).isFalse();
    }

    @Test
    void aFeederThatIsHeldIsLetGo() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(1).build()));
        try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<FeedReport> feeding = feeder.submit(() -> run.feedAll(Stream.iterate(0, i -> i + 1)));
            eventually("the feeder is held", () -> run.snapshot().totalItems() == 3);

            run.cancel();
            FeedReport report = feeding.get();

            assertThat(report.accepted()).isEqualTo(3);
        }
        gate.open();
        run.join();
        assertThat(run.summary().itemsCancelled()).isEqualTo(2);
    }

    private Pipeline oneStage() {
        return Pipeline.of("p", Stage.named("A").task("t", Tasks.gated(gate)).build());
    }
}
