package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine stops: nothing new, what is in work is finished within the limit, and what was left is told. */
@Timeout(20)
class ShutdownTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void whatIsInWorkIsFinishedAndWhatWaitsIsCancelled() throws Exception {
        Run run = test.engine.start(twoStages());
        run.feedAll(IntStream.range(0, 6).boxed().toList());
        gate.awaitArrived(2);

        ShutdownReport report;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ShutdownReport> stopping = executor.submit(() -> test.engine.shutdown(LONG));
            eventually("it takes nothing any more", () -> test.engine.shuttingDown() && !run.open());
            assertThat(stopping).isNotDone();
            gate.open();
            report = stopping.get();
        }
        run.join();

        assertThat(report.drained()).isTrue();
        assertThat(report.unfinished()).singleElement().satisfies(summary -> {
            assertThat(summary.id()).isEqualTo(run.id());
            assertThat(summary.totalItems()).isEqualTo(6);
            assertThat(summary.itemsInFlight()).isEqualTo(6);
        });
        assertThat(run.ended()).isTrue();
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.summary().itemsCancelled()).isEqualTo(6);
        assertThat(Look.stage(run, "A").completedItems())
                .as("in work, they finished their stage")
                .isEqualTo(2);
    }

    @Test
    void whatIsNotFinishedInTimeIsInterrupted() throws Exception {
        Run run = test.engine.start(twoStages());
        run.feedAll(IntStream.range(0, 3).boxed().toList());
        gate.awaitArrived(2);

        ShutdownReport report = test.engine.shutdown(Duration.ZERO);

        assertThat(report.drained()).isFalse();
        eventually("all have ended", run::ended);
        assertThat(run.summary().itemsCancelled()).isEqualTo(3);
        assertThat(gate.held()).isEmpty();
    }

    @Test
    void aTaskThatDoesNotListenHoldsUpNobody() throws Exception {
        Task<Object, Object> deaf = (input, context) -> {
            gate.passDeafly(context.itemId());
            return input;
        };
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("t", deaf).build()));
        run.feedAll(List.of(1, 2));
        gate.awaitArrived(1);

        ShutdownReport report = test.engine.shutdown(Duration.ZERO);

        assertThat(report.drained()).isFalse();
        eventually("all have ended", run::ended);
        assertThat(run.summary().itemsInFlight()).isZero();
        gate.open();
    }

    @Test
    void anEngineWithoutWorkStopsAtOnce() throws Exception {
        Run done = test.engine.start(twoStages());
        done.join();

        ShutdownReport report = test.engine.shutdown(LONG);

        assertThat(report).isEqualTo(new ShutdownReport(true, List.of()));
        assertThat(done.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void anIdleOpenRunIsClosedAndTold() {
        Run run = test.engine.start(twoStages());

        ShutdownReport report = test.engine.shutdown(LONG);

        assertThat(report.drained()).isTrue();
        assertThat(report.unfinished()).extracting(RunSummary::id).containsExactly(run.id());
        assertThat(run.ended()).isTrue();
    }

    @Test
    void noRunStartsAndNoItemIsTakenAfterwards() throws Exception {
        Run run = test.engine.prepare(twoStages());
        test.engine.shutdown(LONG);

        assertThat(test.engine.accepting()).isFalse();
        assertThat(test.engine.shuttingDown()).isTrue();
        assertThatExceptionOfType(RunRefusedException.class)
                .isThrownBy(() -> test.engine.start(twoStages()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RunRefusedException.Reason.SHUTTING_DOWN));
        assertThat(run.feed(Item.of(1))).isEqualTo(new Admission.Refused(0L, Admission.Reason.CANCELLED));
    }

    @Test
    void aSecondCallGivesTheFirstOnesReport() {
        test.engine.start(twoStages());

        ShutdownReport report = test.engine.shutdown(LONG);

        assertThat(test.engine.shutdown(Duration.ZERO)).isEqualTo(report);
        test.engine.close();
    }

    @Test
    void aRetryThatWaitsDoesNotHoldItUp() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.broken(IllegalStateException::new))
                        .taskAttempts(2, Backoff.fixed(Duration.ofDays(1)))
                        .build()));
        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(Duration.ofDays(1));

        ShutdownReport report = test.engine.shutdown(LONG);

        assertThat(report.drained()).isTrue();
        assertThat(run.summary().itemsCancelled()).isEqualTo(1);
    }

    @Test
    void aPausedRunIsStoppedToo() throws Exception {
        Run run = test.engine.start(twoStages());
        run.pause();
        run.feedAll(List.of(1, 2, 3));

        assertThat(test.engine.shutdown(LONG).drained()).isTrue();
        assertThat(run.summary().itemsCancelled()).isEqualTo(3);
    }

    @Test
    void blockedWorkersDoNotHoldItUp() throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.task("t", Tasks.same()))
                .stage("Slow", s -> s.task("t", Tasks.gated(gate)).queueCapacity(1))
                .build());
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        run.start();
        eventually("the fast worker is blocked", () -> Look.stage(run, "Fast").blockedWorkers() == 1);

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ShutdownReport> stopping = executor.submit(() -> test.engine.shutdown(LONG));
            eventually("it takes nothing any more", () -> test.engine.shuttingDown() && !run.open());
            gate.open();
            assertThat(stopping.get().drained()).isTrue();
        }
        eventually("its end", run::ended);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(run.summary().itemsCancelled()).isEqualTo(9);
    }

    @Test
    void aFeederThatIsHeldIsLetGo() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(1).build()));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<FeedReport> feeding = executor.submit(
                    () -> run.feedAll(IntStream.range(0, 100).boxed().toList()));
            eventually("the feeder is held", () -> run.summary().totalItems() == 3);
            test.engine.shutdown(Duration.ZERO);
            assertThat(feeding.get().accepted()).isEqualTo(3);
        }
        eventually("its end", run::ended);
        assertThat(run.summary().itemsCancelled()).isEqualTo(3);
    }

    private Pipeline twoStages() {
        return Pipeline.named("p")
                .stage("A", s -> s.workers(2).task("t", Tasks.gated(gate)))
                .stage("B", s -> s.task("t", Tasks.same()))
                .build();
    }
}
