package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The state of a run at one moment. */
@Timeout(10)
class SnapshotTest {

    private static final double START = ManualClock.START.toEpochMilli() / 1000.0;

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    private final Pipeline pipeline = Pipeline.named("p")
            .stage("Z", s -> s.workers(2).task("t", Tasks.gated(gate)).queueCapacity(50))
            .stage("A", s -> s.task("t", Tasks.same()))
            .build();

    @Test
    void aRunThatHasNothingYetShowsZeros() {
        Run run = test.engine.prepare(pipeline);

        DashboardSnapshot snapshot = run.snapshot();

        assertThat(snapshot.runId()).isEqualTo(run.id());
        assertThat(snapshot.pipeline()).isEqualTo("p");
        assertThat(snapshot.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(snapshot.timestamp()).isEqualTo(START);
        assertThat(snapshot.totalItems()).isZero();
        assertThat(snapshot.elapsedSeconds()).isZero();
        assertThat(snapshot.pipelineStats().queueSizes()).isEqualTo(Map.of("Z", 0L, "A", 0L));
        assertThat(Look.stage(snapshot, "Z"))
                .isEqualTo(new StageStats("Z", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 50, false, 0, 0, 0));
        assertThat(snapshot.errorSummary().totalFailed()).isZero();
    }

    @Test
    void stagesAreInPipelineOrder() {
        DashboardSnapshot snapshot = test.engine.start(pipeline).snapshot();

        assertThat(snapshot.pipelineStats().stageStats().keySet()).containsExactly("Z", "A");
        assertThat(snapshot.pipelineStats().queueSizes().keySet()).containsExactly("Z", "A");
    }

    @Test
    void everyItemIsInExactlyOneFigure() throws Exception {
        Run run = test.engine.start(pipeline);
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        gate.awaitArrived(2);
        gate.letThrough(3);
        gate.awaitArrived(5);
        eventually("three are through", () -> run.summary().itemsProcessed() == 3);
        eventually("two in work", () -> Look.stage(run, "Z").inProgressItems() == 2);

        DashboardSnapshot snapshot = run.snapshot();
        StageStats first = Look.stage(snapshot, "Z");
        assertThat(first.arrivedItems()).isEqualTo(10);
        assertThat(first.pendingItems()).isEqualTo(5);
        assertThat(first.completedItems()).isEqualTo(3);
        assertThat(snapshot.pipelineStats().itemsInFlight()).isEqualTo(7);
        assertThat(snapshot.totalItems()).isEqualTo(10);
        gate.open();
        run.join();
    }

    @Test
    void versionsRise() throws Exception {
        Run run = test.engine.start(pipeline);

        long first = run.snapshot().version();
        long second = run.snapshot().version();
        run.join();

        assertThat(second).isGreaterThan(first);
        assertThat(run.snapshot().version()).isGreaterThan(second);
    }

    @Test
    void aSnapshotDoesNotChangeOnceTaken() throws Exception {
        Run run = test.engine.start(pipeline);
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        gate.awaitArrived(2);
        DashboardSnapshot snapshot = run.snapshot();
        String before = snapshot.toString();

        gate.open();
        run.join();
        test.clock.advance(Duration.ofSeconds(10));

        assertThat(snapshot.toString()).isEqualTo(before);
        assertThat(run.snapshot().toString()).isNotEqualTo(before);
    }

    @Test
    void aSnapshotCannotBeChanged() throws Exception {
        DashboardSnapshot snapshot = test.engine.start(pipeline).snapshot();

        for (Map<?, ?> map : List.of(
                snapshot.workerStates(),
                snapshot.workerMetrics(),
                snapshot.pipelineStats().queueSizes(),
                snapshot.pipelineStats().stageStats(),
                snapshot.errorSummary().errorsByType(),
                snapshot.errorSummary().errorsByStage())) {
            assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void rateAndEtaFollowTheClock() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(50).build()));
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        gate.awaitArrived(1);
        assertThat(run.snapshot().etaSeconds()).as("nothing is known yet").isNull();

        for (int second = 1; second <= 4; second++) {
            int done = second;
            test.clock.advance(Duration.ofSeconds(1));
            gate.letThrough(1);
            gate.awaitArrived(second + 1);
            eventually("one more", () -> run.summary().itemsProcessed() == done);
        }

        DashboardSnapshot snapshot = run.snapshot();
        assertThat(snapshot.elapsedSeconds()).isEqualTo(4);
        assertThat(Look.stage(snapshot, "A").itemsPerSecond()).isCloseTo(1.0, within(0.01));
        assertThat(snapshot.itemsPerSecond()).isCloseTo(1.0, within(0.01));
        assertThat(snapshot.open()).isTrue();
        assertThat(snapshot.etaSeconds()).isCloseTo(6.0, within(0.1));
        gate.open();
        run.join();
        assertThat(run.snapshot().etaSeconds()).isZero();
    }

    @Test
    void theRateIsThatOfLately() throws Exception {
        gate.open();
        Run run = test.engine.start(pipeline);
        run.feedAll(IntStream.range(0, 100).boxed().toList());
        eventually("all are through", () -> run.summary().itemsProcessed() == 100);
        test.clock.advance(Duration.ofSeconds(1));
        assertThat(Look.stage(run, "A").itemsPerSecond()).isPositive();
        assertThat(run.snapshot().itemsPerSecond()).isPositive();

        test.clock.advance(Duration.ofSeconds(99));

        assertThat(Look.stage(run, "A").itemsPerSecond()).isZero();
        assertThat(run.snapshot().itemsPerSecond()).isZero();
    }

    @Test
    void theRateOfAnEndedRunIsThatOfItsWholeTimeHoweverLongAgoThatWas() throws Exception {
        gate.open();
        Run run = test.engine.start(pipeline);
        run.feedAll(IntStream.range(0, 100).boxed().toList());
        test.clock.advance(Duration.ofSeconds(50));
        run.join();

        test.clock.advance(Duration.ofHours(2));

        DashboardSnapshot snapshot = run.snapshot();
        assertThat(snapshot.open()).isFalse();
        assertThat(snapshot.itemsPerSecond()).isCloseTo(2.0, within(0.001));
        assertThat(Look.stage(snapshot, "A").itemsPerSecond()).isCloseTo(2.0, within(0.001));
    }

    @Test
    void thereIsNoEtaWhilePaused() throws Exception {
        Run run = test.engine.start(pipeline);
        run.pause();
        run.feed(Item.of(1));

        assertThat(run.snapshot().status()).isEqualTo(RunStatus.PAUSED);
        assertThat(run.snapshot().etaSeconds()).isNull();
        run.resume();
        gate.open();
        run.join();
    }

    @Test
    void saysHowLongTheOldestHasWaitedAndHowLongTheLongestIsInWork() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(50).build()));
        run.feed(Item.of("in work", 1));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(2));
        run.feed(Item.of("waits", 1));
        test.clock.advance(Duration.ofSeconds(1));
        run.feed(Item.of("waits too", 1));
        test.clock.advance(Duration.ofSeconds(4));

        StageStats stats = Look.stage(run, "A");
        assertThat(stats.oldestPendingSeconds()).isEqualTo(5);
        assertThat(stats.oldestInProgressSeconds()).isEqualTo(7);
        gate.open();
        run.join();
        StageStats after = Look.stage(run, "A");
        assertThat(after.oldestPendingSeconds()).isZero();
        assertThat(after.oldestInProgressSeconds()).isZero();
    }

    @Test
    void timeStandsStillOnceTheRunHasEnded() throws Exception {
        gate.open();
        Run run = test.engine.start(pipeline);
        run.feed(Item.of(1));
        test.clock.advance(Duration.ofSeconds(3));
        run.join();
        test.clock.advance(Duration.ofHours(1));

        assertThat(run.snapshot().elapsedSeconds()).isEqualTo(3);
    }

    @Test
    void theClockOfTheRunStartsWithItsStart() throws Exception {
        Run run = test.engine.prepare(pipeline);
        test.clock.advance(Duration.ofSeconds(50));
        run.start();
        test.clock.advance(Duration.ofSeconds(3));

        assertThat(run.snapshot().elapsedSeconds()).isEqualTo(3);
    }

    @Test
    void aSnapshotTakenWithinATaskDoesNotBlock() throws Exception {
        Run[] self = new Run[1];
        Run run = test.engine.prepare(Pipeline.of(
                "p",
                Stage.named("A")
                        .task(
                                "t",
                                (Object input, io.antflow.pipeline.TaskContext context) ->
                                        self[0].snapshot().pipelineStats().itemsInFlight())
                        .build()));
        self[0] = run;
        run.feed(Item.of(1));
        run.join();

        assertThat(run.results())
                .singleElement()
                .satisfies(result -> assertThat(result.value()).isEqualTo(1L));
    }
}
