package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What each worker is doing, and what it has done. */
@Timeout(10)
class WorkerStateTest {

    private static final double START = ManualClock.START.toEpochMilli() / 1000.0;

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void namesAreKnownBeforeTheStart() {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fetch", s -> s.workers(3).task("t", Tasks.same()))
                .stage("Save", s -> s.task("t", Tasks.same()))
                .build());

        DashboardSnapshot snapshot = run.snapshot();
        assertThat(snapshot.workerStates().keySet()).containsExactly("Fetch-W0", "Fetch-W1", "Fetch-W2", "Save-W0");
        assertThat(snapshot.workerMetrics().keySet()).containsExactly("Fetch-W0", "Fetch-W1", "Fetch-W2", "Save-W0");
        assertThat(Look.worker(snapshot, "Fetch-W1"))
                .isEqualTo(new WorkerState("Fetch-W1", "Fetch", WorkerState.Status.IDLE, null, null, null));
        assertThat(Look.metrics(snapshot, "Fetch-W1"))
                .isEqualTo(new WorkerMetrics("Fetch-W1", "Fetch", 0, 0, 0, 0, null));
    }

    @Test
    void aBusyWorkerShowsItsItemItsTaskAndSinceWhen() throws Exception {
        Run run = test.engine.start(oneTask(Tasks.gated(gate)));
        test.clock.advance(Duration.ofSeconds(7));
        run.feed(Item.of(17, 0));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(5));

        WorkerState state = state(run);
        assertThat(state.status()).isEqualTo(WorkerState.Status.BUSY);
        assertThat(state.currentItemId()).isEqualTo(17L);
        assertThat(state.currentTask()).isEqualTo("t");
        assertThat(state.processingSince()).isCloseTo(START + 7, within(1e-5));

        gate.open();
        run.join();
        assertThat(state(run)).isEqualTo(new WorkerState("A-W0", "A", WorkerState.Status.IDLE, null, null, null));
    }

    @Test
    void aTextThatATaskSetsIsShownInPlaceOfItsName() throws Exception {
        List<Boolean> answers = new CopyOnWriteArrayList<>();
        Gate second = new Gate();
        Task<Object, Object> talking = (input, context) -> {
            answers.add(context.setStatus("half way"));
            gate.pass("t");
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("talking", talking)
                        .task("silent", Tasks.gated(second))
                        .build()));

        run.feed(Item.of("x", 0));
        gate.awaitArrived(1);
        assertThat(state(run).currentTask()).isEqualTo("half way");
        gate.open();
        second.awaitArrived(1);
        assertThat(state(run).currentTask()).as("until the task ends").isEqualTo("silent");
        second.open();
        run.join();

        assertThat(answers).containsExactly(true);
    }

    @Test
    void aTextThatComesTooSoonIsRefused() throws Exception {
        List<Boolean> answers = new CopyOnWriteArrayList<>();
        Duration interval = Duration.ofSeconds(1);
        Task<Object, Object> talking = (input, context) -> {
            answers.add(context.setStatus("1", interval));
            answers.add(context.setStatus("2", interval));
            gate.pass("t");
            answers.add(context.setStatus("3", interval));
            gate.pass("t");
            answers.add(context.setStatus("4", interval));
            answers.add(context.setStatus("5"));
            gate.pass("t");
            return input;
        };
        Run run = test.engine.start(oneTask(talking));

        run.feed(Item.of("x", 0));
        gate.awaitArrived(1);
        assertThat(state(run).currentTask()).isEqualTo("1");
        test.clock.advance(interval.minusNanos(1));
        gate.letThrough(1);
        gate.awaitArrived(2);
        assertThat(state(run).currentTask()).isEqualTo("1");
        test.clock.advance(Duration.ofNanos(1));
        gate.letThrough(1);
        gate.awaitArrived(3);
        assertThat(state(run).currentTask()).isEqualTo("5");
        gate.open();
        run.join();

        assertThat(answers).containsExactly(true, false, false, true, true);
    }

    @Test
    void aTextSetAfterTheAttemptIsRefused() throws Exception {
        AtomicReference<TaskContext> kept = new AtomicReference<>();
        Task<Object, Object> keeping = (input, context) -> {
            kept.set(context);
            return input;
        };
        Run run = test.engine.start(oneTask(keeping));
        run.feed(Item.of("x", 0));
        run.join();

        assertThat(Objects.requireNonNull(kept.get()).setStatus("too late")).isFalse();
        assertThat(state(run).currentTask()).isNull();
    }

    @Test
    void aLongTextIsCut() throws Exception {
        Task<Object, Object> talking = (input, context) -> {
            context.setStatus("x".repeat(10_000));
            gate.pass("t");
            return input;
        };
        Run run = test.engine.start(oneTask(talking));
        run.feed(Item.of("x", 0));
        gate.awaitArrived(1);

        assertThat(state(run).currentTask()).isEqualTo("x".repeat(200));
        gate.open();
        run.join();
    }

    @Test
    void metricsTellWhatAWorkerHasDone() throws Exception {
        Task<Object, Object> task = (input, context) -> {
            gate.pass(context.itemId());
            if (input.equals("bad")) {
                throw new IllegalStateException("no");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).taskAttempts(2, Tasks.AT_ONCE).build()));

        run.feed(Item.of("good"));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(2));
        gate.letThrough(1);
        run.feed(Item.of("bad"));
        gate.awaitArrived(2);
        test.clock.advance(Duration.ofSeconds(3));
        gate.letThrough(1);
        gate.awaitArrived(3);
        test.clock.advance(Duration.ofSeconds(5));
        gate.letThrough(1);
        run.join();
        test.clock.advance(Duration.ofSeconds(100));

        WorkerMetrics metrics = Look.metrics(run, "A-W0");
        assertThat(metrics.itemsProcessed()).isEqualTo(1);
        assertThat(metrics.itemsFailed()).isEqualTo(1);
        assertThat(metrics.totalProcessingTime()).as("failed attempts included").isEqualTo(10.0);
        assertThat(metrics.avgProcessingTime()).as("for each item").isEqualTo(5.0);
        assertThat(metrics.lastActive()).isCloseTo(START + 10, within(1e-5));
    }

    @Test
    void waitsAreNoProcessingTime() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.failing(1, IllegalStateException::new))
                        .taskAttempts(2, Backoff.fixed(Duration.ofMillis(700)))
                        .build()));

        run.feed(Item.of("x", 0));
        test.clock.awaitTimer(Duration.ofMillis(700));
        test.clock.advance(Duration.ofMillis(700));
        run.join();

        assertThat(Look.metrics(run, "A-W0").totalProcessingTime()).isZero();
    }

    @Test
    void beingBlockedIsNoProcessingTime() throws Exception {
        Run run = test.engine.prepare(Pipeline.named("p")
                .stage("Fast", s -> s.task("t", Tasks.same()))
                .stage("Slow", s -> s.task("t", Tasks.gated(gate)).queueCapacity(1))
                .build());
        run.feedAll(IntStream.range(0, 5).boxed().toList());
        run.start();
        eventually("blocked", () -> Look.worker(run, "Fast-W0").status() == WorkerState.Status.BLOCKED);

        test.clock.advance(Duration.ofSeconds(9));
        gate.open();
        run.join();

        assertThat(Look.metrics(run, "Fast-W0").totalProcessingTime()).isZero();
    }

    @Test
    void theSumsOverAStagesWorkersAreTheStagesFigures() throws Exception {
        Task<Object, Object> task = (input, context) -> {
            int i = (Integer) input;
            if (i % 5 == 0) {
                throw new IllegalStateException("no");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(4)
                        .task("t", task)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .skipIf((value, item) -> value instanceof Integer i && i % 7 == 0)
                        .build()));

        run.feedAll(IntStream.range(0, 200).boxed().toList());
        run.join();

        DashboardSnapshot snapshot = run.snapshot();
        StageStats stage = Look.stage(snapshot, "A");
        assertThat(snapshot.workerMetrics().values().stream()
                        .mapToLong(WorkerMetrics::itemsProcessed)
                        .sum())
                .isEqualTo(stage.completedItems());
        assertThat(snapshot.workerMetrics().values().stream()
                        .mapToLong(WorkerMetrics::itemsFailed)
                        .sum())
                .isEqualTo(stage.failedItems());
        assertThat(stage.completedItems() + stage.failedItems()).isEqualTo(200);
    }

    private static WorkerState state(Run run) {
        return Look.worker(run, "A-W0");
    }

    private static Pipeline oneTask(Task<?, ?> task) {
        return Pipeline.of("p", Stage.named("A").task("t", task).build());
    }
}
