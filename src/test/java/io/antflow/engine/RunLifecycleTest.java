package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run begins, takes items until it is closed, and ends when all of them have ended. */
@Timeout(10)
class RunLifecycleTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void aPreparedRunWorksFromItsStartOn() throws Exception {
        Run run = test.engine.prepare(oneStage(Tasks.same()));
        run.feed(Item.of("x", 1));
        assertThat(Look.stage(run, "A").pendingItems()).isEqualTo(1);
        assertThat(test.events(run).statuses("x")).containsExactly("queued@A");

        assertThat(run.start()).isSameAs(run);
        run.start();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void aRunEndsWhenItIsClosedAndAllItsItemsHaveEnded() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(oneStage(Tasks.gated(gate)));
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.open()).isTrue();
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);

        run.close();
        assertThat(run.open()).isFalse();
        assertThat(run.ended()).isFalse();
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);

        gate.open();
        run.whenEnded().join();
        assertThat(run.ended()).isTrue();
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void anOpenRunDoesNotEndWhenItHasNothingToDo() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.same()));
        run.feed(Item.of("x", 1));
        eventually("its end", () -> run.summary().itemsProcessed() == 1);

        assertThat(run.ended()).isFalse();
        assertThat(run.join(Duration.ZERO)).as("closes it").isTrue();
    }

    @Test
    void aRunWithoutItemsEndsWhenItIsClosed() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.same()));

        run.close();
        run.whenEnded().join();

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.snapshot().totalItems()).isZero();
        assertThat(run.results()).isEmpty();
    }

    @Test
    void aRunWithFailedItemsEndsCompletedAllTheSame() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.erring(new AssertionError())));
        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.summary().itemsFailed()).isEqualTo(1);
    }

    @Test
    void joinClosesTheRunAndWaits() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(oneStage(Tasks.gated(gate)));
        run.feed(Item.of("x", 1));

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Run> joining = executor.submit(() -> run.join());
            eventually("closed", () -> !run.open());
            assertThat(joining).isNotDone();
            gate.open();
            assertThat(joining.get()).isSameAs(run);
        }
        assertThat(run.ended()).isTrue();
    }

    @Test
    void anInterruptEndsTheJoinAndNotTheRun() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(oneStage(Tasks.gated(gate)));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(run::join);

        assertThat(gate.held()).containsExactly("x");
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void whenEndedDoesNotCloseTheRun() {
        Run run = test.engine.start(oneStage(Tasks.same()));

        CompletableFuture<RunSummary> ended = run.whenEnded();

        assertThat(run.open()).isTrue();
        run.close();
        assertThat(ended.join()).isEqualTo(run.summary());
    }

    @Test
    void completingTheFutureFromOutsideEndsNothing() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.same()));

        run.whenEnded().cancel(true);

        assertThat(run.ended()).isFalse();
        assertThat(run.whenEnded()).isNotDone();
        run.join();
        assertThat(run.whenEnded()).isCompleted();
    }

    @Test
    void theSummarySaysWhenItBeganAndEnded() throws Exception {
        double start = ManualClock.START.toEpochMilli() / 1000.0;
        Run run = test.engine.start(oneStage(Tasks.same()));
        assertThat(run.summary().finishedAt()).isNull();
        assertThat(run.summary().createdAt()).isEqualTo(start);

        test.clock.advance(Duration.ofSeconds(12));
        run.feedAll(List.of(1, 2, 3));
        run.join();
        test.clock.advance(Duration.ofSeconds(30));

        assertThat(run.summary())
                .isEqualTo(new RunSummary(
                        run.id(), "p", RunStatus.COMPLETED, false, start, start + 12, 3, 3, 0, 0, 0, 0.25));
        assertThat(run.snapshot().elapsedSeconds()).isEqualTo(12);
    }

    @Test
    void anIdIsPlainUniqueAndSortableByTime() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(test.engine.start(oneStage(Tasks.same())).id());
            if (i % 10 == 0) {
                test.clock.advance(Duration.ofMillis(3));
            }
        }

        assertThat(ids)
                .allMatch(id -> id.matches("[0-9A-Z]+"))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void runGivesSuccessesInFeedOrder() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            int i = (Integer) input;
            if (i == 0) {
                gate.pass(i);
            }
            if (i == 9) {
                gate.open();
            }
            if (i == 4) {
                throw new IllegalStateException("no");
            }
            return i * 10;
        };
        List<Result> results = test.engine.run(
                Pipeline.of(
                        "p",
                        Stage.named("A")
                                .workers(2)
                                .task("t", task)
                                .taskAttempts(1, Tasks.AT_ONCE)
                                .build()),
                IntStream.range(0, 10).boxed().toList());

        assertThat(results).extracting(Result::value).containsExactly(0, 10, 20, 30, 50, 60, 70, 80, 90);
        assertThat(results).allMatch(result -> !result.failed());
    }

    @Test
    void anInterruptCancelsWhatRunStarted() throws Exception {
        Gate gate = new Gate();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Result>> running = executor.submit(() -> test.engine.run(
                    oneStage(Tasks.gated(gate)), IntStream.range(0, 5).boxed().toList()));
            gate.awaitArrived(1);
            running.cancel(true);
            eventually(
                    "the run is cancelled", () -> test.engine.runs().getFirst().status() == RunStatus.CANCELLED);
            gate.open();
        }
        Run run = test.engine.runs().getFirst();
        eventually("its end", run::ended);
        assertThat(run.summary().itemsInFlight()).isZero();
    }

    @Test
    void aSourceThatThrowsLeavesNoRunBehind() {
        Iterable<Object> broken = () -> {
            throw new IllegalStateException("source is broken");
        };

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> test.engine.run(oneStage(Tasks.same()), broken))
                .withMessage("source is broken");

        eventually("no run is active", () -> test.engine.runs().stream().allMatch(Run::ended));
    }

    @Test
    void quickRunsOneStageATask() throws Exception {
        List<Result> results = test.engine.run(
                Pipeline.quick(
                        "q",
                        2,
                        new NamedTask("first_task", Tasks.append("1")),
                        new NamedTask("second", Tasks.append("2"))),
                List.of("a", "b"));

        assertThat(results).extracting(Result::value).containsExactly("a12", "b12");
    }

    @Test
    void runsAtTheSameTimeDoNotTouchEachOther() throws Exception {
        Gate gate = new Gate();
        Pipeline pipeline = oneStage(Tasks.gated(gate));
        Run first = test.engine.start(pipeline);
        Run second = test.engine.start(pipeline);
        first.feed(Item.of("x", "first"));
        second.feed(Item.of("x", "second"));
        gate.awaitArrived(2);
        gate.open();
        first.join();
        assertThat(second.ended()).isFalse();
        second.join();

        assertThat(first.results()).extracting(Result::value).containsExactly("first");
        assertThat(second.results()).extracting(Result::value).containsExactly("second");
        assertThat(first.id()).isNotEqualTo(second.id());
    }

    @Test
    void runsAreFoundNewestFirst() {
        Run first = test.engine.start(oneStage(Tasks.same()));
        Run second = test.engine.start(oneStage(Tasks.same()));

        assertThat(test.engine.runs()).containsExactly(second, first);
        assertThat(test.engine.find(first.id())).containsSame(first);
        assertThat(test.engine.find("NOPE")).isEmpty();
    }

    @Test
    void anEngineStartsNoThreadUntilItIsUsed() throws Exception {
        long before = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("antflow"))
                .count();
        try (PipelineEngine engine = PipelineEngine.builder().build()) {
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("antflow"))
                            .count())
                    .isEqualTo(before);
            assertThat(engine.alive()).isTrue();
            assertThat(engine.accepting()).isTrue();
        }
    }

    private static Pipeline oneStage(Task<?, ?> task) {
        return Pipeline.of("p", Stage.named("A").task("t", task).build());
    }
}
