package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.CallRate;
import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.StageCallbacks;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Python library of the same name got wrong, each as the behaviour that is guaranteed here instead. One knowingly
 * long class: it is the list of these defects, in its order.
 */
@Timeout(20)
class AntFlowDefectsTest {

    private static final Duration WAIT = Duration.ofMillis(700);

    @RegisterExtension
    final TestEngine test = new TestEngine(new EngineLimits(100, 3, 50_000, 4));

    private final Gate gate = new Gate();

    private final Task<Object, Object> failsOnBad = (input, context) -> {
        if (input.equals("bad")) {
            throw new IOException("no");
        }
        return input;
    };

    @Nested
    class Hangs {

        @Test
        void aStreamGoesOnWhenAnItemFails() {
            Pipeline pipeline = one(failsOnBad, s -> s.taskAttempts(1, Tasks.AT_ONCE));
            try (Stream<Result> results = test.engine.stream(pipeline, List.of("a", "bad", "b"))) {
                assertThat(results.map(Result::failed)).containsExactly(false, true, false);
            }
        }

        @Test
        void aStreamWorksOverTheSmallestQueues() {
            Pipeline narrow = Pipeline.named("p")
                    .stage("A", s -> s.task("t", Tasks.same()).queueCapacity(1))
                    .stage("B", s -> s.task("t", Tasks.same()).pull(true))
                    .build();
            try (Stream<Result> results = test.engine.stream(narrow, integers(500))) {
                assertThat(results).hasSize(500);
            }
        }

        @Test
        void aStreamYieldsBeforeAllItemsAreFed() {
            AtomicInteger pulled = new AtomicInteger();
            Iterable<Integer> million = () ->
                    Stream.generate(pulled::incrementAndGet).limit(1_000_000).iterator();
            try (Stream<Result> results = test.engine.stream(one(Tasks.same()), million)) {
                Iterator<Result> iterator = results.iterator();
                assertThat(iterator.next().value()).isEqualTo(1);
                assertThat(pulled.get()).isLessThan(1_000_000);
            }
        }

        @Test
        void aRetryIntoTheWorkersOwnFullQueueNeverBlocks() throws Exception {
            Run run = test.engine.prepare(one(
                    Tasks.failing(1, IOException::new), s -> s.queueCapacity(1).stageAttempts(2, Backoff.fixed(WAIT))));
            run.feedAll(integers(20));
            run.start();
            run.close();
            while (!run.ended()) {
                test.clock.advance(WAIT);
                Thread.onSpinWait();
            }

            assertThat(run.summary().itemsProcessed()).isEqualTo(20);
        }

        @Test
        void aRunCanBeStoppedWhileItIsFed() throws Exception {
            Run run = test.engine.start(one(Tasks.gated(gate), s -> s.queueCapacity(1)));
            try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<FeedReport> feeding = feeder.submit(() -> run.feedAll(Stream.iterate(0, i -> i + 1)));
                eventually("the feeder is held", () -> run.summary().totalItems() == 3);
                run.cancel();
                assertThat(feeding.get().accepted()).isEqualTo(3);
            }
            gate.open();
            run.join();
        }

        @Test
        void aCancellationOrErrorThatATaskThrowsKillsNeitherWorkerNorRun() throws Exception {
            Task<Object, Object> task = (input, context) -> switch (String.valueOf(input)) {
                case "cancellation" -> throw new CancellationException("mine");
                case "interrupt" -> throw new InterruptedException("mine");
                case "error" -> throw new LinkageError("mine");
                default -> input;
            };
            Run run = test.engine.start(one(task, s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(List.of("a", "cancellation", "b", "interrupt", "c", "error", "d"));
            run.join();

            assertThat(run.results().filter(result -> !result.failed()).map(Result::value))
                    .as("what was done is returned")
                    .containsExactly("a", "b", "c", "d");
            assertThat(run.summary().itemsFailed()).isEqualTo(3);
        }

        @Test
        void aHungTaskBlocksNeitherItsWorkerNorTheOthers() throws Exception {
            Task<Object, Object> hung = (input, context) -> {
                if (input.equals("hang")) {
                    gate.passDeafly(input);
                }
                return input;
            };
            Run run = test.engine.start(one(hung, s -> s.taskTimeout(WAIT).taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(List.of("hang", "a", "b"));
            gate.awaitArrived(1);
            test.clock.advance(WAIT);
            test.clock.advance(Worker.ABANDON_AFTER);
            run.join();

            assertThat(run.summary().itemsProcessed()).isEqualTo(2);
            assertThat(run.summary().itemsFailed()).isEqualTo(1);
            gate.open();
        }

        @Test
        void aHungTaskDoesNotBlockTheStop() throws Exception {
            Run run = test.engine.start(one((Object input, TaskContext context) -> {
                gate.passDeafly(input);
                return input;
            }));
            run.feed(Item.of("hang"));
            gate.awaitArrived(1);

            assertThat(test.engine.shutdown(Duration.ZERO).drained()).isFalse();
            eventually("the run has ended all the same", run::ended);
            gate.open();
        }

        @Test
        void aConcurrencyLimitOfZeroIsRefused() {
            assertThatExceptionOfType(InvalidPipelineException.class)
                    .isThrownBy(() -> one(Tasks.same(), s -> s.taskConcurrencyLimit("t", 0)))
                    .withMessageContaining("at least 1, not 0");
        }

        @Test
        void feedingBeforeTheStartNeverBlocks() throws Exception {
            Run run = test.engine.prepare(one(Tasks.same(), s -> s.queueCapacity(1)));
            run.feedAll(integers(1_000));
            run.start().join();

            assertThat(run.summary().itemsProcessed()).isEqualTo(1_000);
        }
    }

    @Nested
    class LostDoubledMixed {

        @Test
        void anItemWhoseStageReturnsNullIsKept() throws Exception {
            Run run = test.engine.start(Pipeline.named("p")
                    .stage("A", s -> s.task("t", Tasks.toNull()))
                    .stage("B", s -> s.task("t", Tasks.toNull()))
                    .build());
            run.feedAll(integers(3));
            run.join();

            assertThat(run.results()).hasSize(3).allMatch(result -> !result.failed());
        }

        @Test
        void joinWaitsForItemsThatWaitForTheirNextAttempt() throws Exception {
            Run run = test.engine.start(
                    one(Tasks.failing(1, IOException::new), s -> s.taskAttempts(2, Backoff.fixed(WAIT))));
            run.feed(Item.of("x", 1));
            test.clock.awaitTimer(WAIT);
            run.close();
            assertThat(run.ended()).isFalse();

            test.clock.advance(WAIT);
            run.join();
            assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        }

        @Test
        void joinWaitsForWhatCallbacksStillFeed() throws Exception {
            StageCallbacks crawl = new StageCallbacks() {
                @Override
                public void onSuccess(ItemContext item, @Nullable Object value) {
                    if (value instanceof Integer depth && depth > 0) {
                        item.feed(Item.of(depth - 1));
                    }
                }
            };
            Run run = test.engine.start(one(Tasks.same(), s -> s.callbacks(crawl)));
            run.feed(Item.of(100));
            run.join();

            assertThat(run.summary().itemsProcessed()).isEqualTo(101);
        }

        @Test
        void aSecondRunOfAPipelineDoesNotDisturbTheFirst() throws Exception {
            Pipeline pipeline = one(Tasks.gated(gate));
            Run first = test.engine.start(pipeline);
            first.feedAll(List.of("a", "b"));
            gate.awaitArrived(1);
            Run second = test.engine.start(pipeline);
            second.feedAll(List.of("c"));
            gate.open();
            first.join();
            second.join();

            assertThat(first.results()).extracting(Result::value).containsExactly("a", "b");
            assertThat(second.results()).extracting(Result::value).containsExactly("c");
        }

        @Test
        void aLaterRunHasItsOwnResultsAndItsOwnCounts() throws Exception {
            Pipeline pipeline = one(Tasks.same());
            test.engine.run(pipeline, List.of(1, 2, 3));

            assertThat(test.engine.run(pipeline, List.of(4, 5, 6)))
                    .extracting(Result::value)
                    .containsExactly(4, 5, 6);
            RunSummary summary = test.engine.runs().getFirst().summary();
            assertThat(summary.itemsProcessed()).isEqualTo(summary.totalItems()).isEqualTo(3);
        }

        @Test
        void aStopLeavesATraceOfEveryItemAndNothingForTheNextRun() throws Exception {
            Pipeline pipeline = Pipeline.named("p")
                    .stage("A", s -> s.task("t", Tasks.gated(gate)))
                    .stage("B", s -> s.task("t", Tasks.same()))
                    .build();
            Run stopped = test.engine.start(pipeline);
            stopped.feedAll(integers(5));
            gate.awaitArrived(1);
            stopped.cancel();
            gate.open();
            stopped.join();
            Run next = test.engine.start(pipeline);
            next.feed(Item.of("x", "mine"));
            next.join();

            assertThat(stopped.items(ItemStatus.CANCELLED, null, 0, 10).items()).hasSize(5);
            assertThat(stopped.summary().itemsCancelled()).isEqualTo(5);
            assertThat(next.results()).extracting(Result::value).containsExactly("mine");
        }

        @Test
        void anItemIsNeverBothFailedAndProcessedWhateverACallbackThrows() throws Exception {
            StageCallbacks throwing = new StageCallbacks() {
                @Override
                public void onSuccess(ItemContext item, @Nullable Object value) {
                    throw new IllegalStateException("callback");
                }
            };
            Run run = test.engine.start(one(Tasks.same(), s -> s.callbacks(throwing)));
            run.feedAll(integers(5));
            run.join();

            assertThat(run.summary().itemsProcessed()).isEqualTo(5);
            assertThat(run.summary().itemsFailed()).isZero();
            assertThat(test.events(run).ends()).hasSize(5);
        }

        @Test
        void aSuccessfulTaskIsNotRunAgainBecauseAListenerThrew() throws Exception {
            AtomicInteger runs = new AtomicInteger();
            RunListener throwing = new RunListener() {
                @Override
                public void onTask(TaskEvent event) {
                    throw new IllegalStateException("listener");
                }
            };
            try (PipelineEngine engine = PipelineEngine.builder()
                    .clock(test.clock)
                    .observer(run -> throwing)
                    .build()) {
                engine.run(one((Object input, TaskContext context) -> runs.incrementAndGet()), List.of("x"));
            }

            assertThat(runs).hasValue(1);
        }

        @Test
        void equalIdsDoNotOverwriteEachOther() throws Exception {
            Run run = test.engine.start(one(Tasks.same()));

            FeedReport report = run.feedAll(List.of(Item.of("x", "first"), Item.of("x", "second")));
            run.join();

            assertThat(report.refused()).containsExactly(new Admission.Refused("x", Admission.Reason.DUPLICATE_ID));
            assertThat(run.results()).extracting(Result::value).containsExactly("first");
        }

        @Test
        void aCallbackSeesItsOwnStagesValue() throws Exception {
            List<@Nullable Object> seen = new CopyOnWriteArrayList<>();
            StageCallbacks noting = new StageCallbacks() {
                @Override
                public void onSuccess(ItemContext item, @Nullable Object value) {
                    seen.add(value);
                }
            };
            Run run = test.engine.start(Pipeline.named("p")
                    .stage("A", s -> s.task("t", Tasks.append("a")).callbacks(noting))
                    .stage("B", s -> s.task("t", Tasks.append("b")))
                    .build());
            run.feed(Item.of("-"));
            run.join();

            assertThat(seen).containsExactly("-a");
        }
    }

    @Nested
    class BlindOrLyingDisplays {

        @Test
        void snapshotsShowProgressAndTotalsWhileItemsAreStillFed() throws Exception {
            Gate source = new Gate();
            Iterable<Object> slow = () -> Stream.<Object>of("a", "b", "c", "d")
                    .peek(value -> {
                        if (value.equals("c")) {
                            source.passDeafly(value);
                        }
                    })
                    .iterator();
            Run run = test.engine.start(one(Tasks.same()));
            try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<FeedReport> feeding = feeder.submit(() -> run.feedAll(slow));
                source.awaitArrived(1);
                eventually(
                        "two are through", () -> run.snapshot().pipelineStats().itemsProcessed() == 2);
                assertThat(run.snapshot().totalItems()).isEqualTo(2);
                assertThat(feeding).isNotDone();
                source.open();
            }
            run.join();
        }

        @Test
        void aShortRunsLastSnapshotShowsItAll() throws Exception {
            Run run = test.engine.start(one(failsOnBad, s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(List.of("a", "bad"));

            RunSummary summary = run.join().whenEnded().join();
            assertThat(summary.itemsProcessed()).isEqualTo(1);
            assertThat(summary.itemsFailed()).isEqualTo(1);
            assertThat(run.snapshot().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.snapshot().etaSeconds()).isZero();
        }

        @Test
        void aDisplayThatThrowsDiscardsNoResults() throws Exception {
            RunListener display = new RunListener() {
                @Override
                public void onEnded() {
                    throw new IllegalStateException("display");
                }
            };
            try (PipelineEngine engine = PipelineEngine.builder()
                    .clock(test.clock)
                    .observer(run -> display)
                    .build()) {
                assertThat(engine.run(one(Tasks.same()), List.of(1, 2))).hasSize(2);
            }
        }

        @Test
        void namesWithMarkupAreRefused() {
            assertThatExceptionOfType(InvalidPipelineException.class)
                    .isThrownBy(() -> Pipeline.of(
                            "p",
                            Stage.named("[red]A[/]").task("t", Tasks.same()).build()));
        }

        @Test
        void howFarAllItemsAreIsToldByStage() throws Exception {
            Run run = test.engine.prepare(Pipeline.named("p")
                    .stage("A", s -> s.task("t", Tasks.same()))
                    .stage("B", s -> s.task("t", Tasks.same()))
                    .stage("C", s -> s.task("t", Tasks.same()))
                    .build());
            run.pauseStage("C");
            run.feedAll(integers(9));
            run.start();
            eventually("all wait at C", () -> stage(run, "C").pendingItems() == 9);

            long passed = run.snapshot().pipelineStats().stageStats().values().stream()
                    .mapToLong(StageStats::completedItems)
                    .sum();
            assertThat((double) passed / (3 * run.snapshot().totalItems())).isCloseTo(2.0 / 3, within(1e-9));
            run.resumeStage("C");
            run.join();
        }

        @Test
        void anItemThatWaitsForItsRetryIsCounted() throws Exception {
            Run run =
                    test.engine.start(one(Tasks.broken(IOException::new), s -> s.taskAttempts(2, Backoff.fixed(WAIT))));
            run.feed(Item.of("x", 1));
            test.clock.awaitTimer(WAIT);
            eventually("put down", () -> stage(run, "A").inProgressItems() == 0);

            assertThat(stage(run, "A").pendingItems()).isEqualTo(1);
            assertThat(stage(run, "A").retryingItems()).isEqualTo(1);
            assertThat(run.snapshot().pipelineStats().itemsInFlight()).isEqualTo(1);
            test.clock.advance(WAIT);
            run.join();
        }

        @Test
        void aWorkerHeldByBackPressureIsNotBusyAndItsWaitNoProcessingTime() throws Exception {
            Run run = test.engine.prepare(Pipeline.named("p")
                    .stage("A", s -> s.task("t", Tasks.same()))
                    .stage("B", s -> s.task("t", Tasks.gated(gate)).queueCapacity(1))
                    .build());
            run.feedAll(integers(5));
            run.start();
            eventually("blocked", () -> stage(run, "A").blockedWorkers() == 1);
            test.clock.advance(Duration.ofMinutes(1));

            DashboardSnapshot snapshot = run.snapshot();
            assertThat(Look.worker(snapshot, "A-W0").status()).isEqualTo(WorkerState.Status.BLOCKED);
            assertThat(Look.metrics(snapshot, "A-W0").totalProcessingTime()).isZero();
            gate.open();
            run.join();
        }

        @Test
        void averagesDivideByAllItemsThatWereWorkedOn() throws Exception {
            Task<Object, Object> task = (input, context) -> {
                test.clock.advance(Duration.ofSeconds(2));
                return failsOnBad.run(input, context);
            };
            Run run = test.engine.start(one(task, s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(List.of("good", "bad", "bad", "bad"));
            run.join();

            assertThat(Look.metrics(run, "A-W0").avgProcessingTime()).isEqualTo(2.0);
        }

        @Test
        void aTasksDurationDoesNotIncludeItsWaitForALimit() throws Exception {
            Run run = test.engine.start(one(Tasks.same(), s -> s.callRate(new CallRate(1, WAIT))));
            run.feedAll(List.of(1, 2));
            test.clock.awaitTimer(WAIT);
            test.clock.advance(WAIT);
            run.join();

            assertThat(test.events(run).taskEvents())
                    .hasSize(4)
                    .allSatisfy(event -> assertThat(event.durationNanos()).isZero());
        }

        @Test
        void aStepOfTheWallClockMakesNoNegativeTimes() throws Exception {
            Run run = test.engine.start(one(Tasks.gated(gate)));
            run.feed(Item.of("x", 1));
            gate.awaitArrived(1);
            test.clock.stepWallClock(Duration.ofHours(-5));
            test.clock.advance(Duration.ofSeconds(1));
            DashboardSnapshot snapshot = run.snapshot();
            gate.open();
            run.join();

            assertThat(snapshot.elapsedSeconds()).isEqualTo(1);
            assertThat(snapshot.timestamp()).isCloseTo(ManualClock.START.toEpochMilli() / 1000.0 + 1, within(1e-5));
            assertThat(run.history("x")).isSortedAccordingTo((a, b) -> Double.compare(a.timestamp(), b.timestamp()));
            RunSummary summary = run.summary();
            assertThat(summary.finishedAt()).isNotNull().isGreaterThanOrEqualTo(summary.createdAt());
        }

        @Test
        void aSnapshotDoesNotChangeAfterItWasTaken() throws Exception {
            Run run = test.engine.start(one(Tasks.same()));
            DashboardSnapshot before = run.snapshot();
            String text = before.toString();
            run.feedAll(integers(10));
            run.join();

            assertThat(before.toString()).isEqualTo(text);
        }

        @Test
        void aSnapshotCostsTheSameHoweverManyItemsThereAre() throws Exception {
            Run run = test.engine.start(one(Tasks.same(), s -> s.queueCapacity(Stage.UNBOUNDED)));
            run.pause();
            run.feedAll(integers(100));
            long few = allocatedBy(run::snapshot);
            run.feedAll(integers(30_000));
            long many = allocatedBy(run::snapshot);

            assertThat((double) many).as("bytes allocated for a snapshot").isLessThan(1.5 * few + 1_000);
            run.cancel();
        }

        private long allocatedBy(Runnable action) {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            for (int i = 0; i < 50; i++) {
                action.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            action.run();
            return threads.getCurrentThreadAllocatedBytes() - before;
        }

        @Test
        void aSnapshotIsMadeOfPlainValuesOnly() throws Exception {
            Run run = test.engine.start(one(failsOnBad, s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(List.of("a", "bad"));
            run.join();

            assertPlain("snapshot", run.snapshot());
            assertPlain("summary", run.summary());
        }

        private static void assertPlain(String path, @Nullable Object value) throws ReflectiveOperationException {
            switch (value) {
                case null -> {}
                case Double number ->
                    assertThat(Double.isFinite(number)).as(path).isTrue();
                case String text -> {}
                case Number number -> {}
                case Boolean flag -> {}
                case Enum<?> constant -> {}
                case Map<?, ?> map -> {
                    for (Map.Entry<?, ?> entry : map.entrySet()) {
                        assertThat(entry.getKey()).as(path).isInstanceOf(String.class);
                        assertPlain(path + "." + entry.getKey(), entry.getValue());
                    }
                }
                case List<?> list -> {
                    for (Object element : list) {
                        assertPlain(path + "[]", element);
                    }
                }
                case Record parts -> {
                    for (RecordComponent component : parts.getClass().getRecordComponents()) {
                        assertPlain(
                                path + "." + component.getName(),
                                component.getAccessor().invoke(parts));
                    }
                }
                default -> throw new AssertionError(path + " is a " + value.getClass());
            }
        }

        @Test
        void theEventsOfAnItemArriveInOrder() throws Exception {
            Run run = test.engine.start(Pipeline.named("p")
                    .stage(
                            "A",
                            s -> s.workers(4)
                                    .task("t", Tasks.failing(1, IOException::new))
                                    .stageAttempts(2, Tasks.AT_ONCE))
                    .stage("B", s -> s.workers(4).task("t", Tasks.same()))
                    .build());
            run.feedAll(integers(200));
            run.join();

            for (long id = 0; id < 200; id++) {
                assertThat(test.events(run).statuses(id).stream().map(line -> line.replaceAll("@(.).*", "@$1")))
                        .containsExactly(
                                "queued@A",
                                "in_progress@A",
                                "retrying@A",
                                "in_progress@A",
                                "completed@A",
                                "queued@B",
                                "in_progress@B",
                                "completed@B");
            }
        }

        @Test
        void anErrorsTypeIsTheExceptionsOwnWhateverItsTextSays() throws Exception {
            Run run = test.engine.start(one(
                    Tasks.broken(() -> new IllegalStateException("java.net.ConnectException: TimeoutError")),
                    s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feed(Item.of("x", 1));
            run.join();

            assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("java.lang.IllegalStateException");
        }

        @Test
        void attemptsAreCounted() throws Exception {
            Run run = test.engine.start(one(Tasks.broken(IOException::new), s -> s.taskAttempts(4, Tasks.AT_ONCE)));
            run.feed(Item.of("x", 1));
            run.join();

            assertThat(run.errorSummary().failedItems().getFirst().attempts()).isEqualTo(4);
            assertThat(run.item("x").orElseThrow().attempt()).isEqualTo(4);
            assertThat(stage(run, "A").retries()).isEqualTo(3);
        }

        @Test
        void failedItemsAppearInTheResults() throws Exception {
            Run run = test.engine.start(one(failsOnBad, s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(List.of("a", "bad", "b"));
            run.join();

            assertThat(run.results().map(Result::failed)).containsExactly(false, true, false);
            assertThat(run.endedSince(0, 10)).hasSize(3);
        }
    }

    @Nested
    class Control {

        @Test
        void exponentialWaitsGrow() throws Exception {
            Run run = test.engine.start(one(
                    Tasks.broken(IOException::new),
                    s -> s.taskAttempts(4, Backoff.exponential(WAIT, Duration.ofHours(1)))));
            run.feed(Item.of("x", 1));
            for (int factor : new int[] {1, 2, 4}) {
                test.clock.awaitTimer(WAIT.multipliedBy(factor));
                test.clock.advance(WAIT.multipliedBy(factor));
            }
            run.join();

            assertThat(run.snapshot().elapsedSeconds()).isCloseTo(7 * 0.7, within(1e-9));
        }

        @Test
        void perStageRetriesWait() throws Exception {
            Run run = test.engine.start(
                    one(Tasks.broken(IOException::new), s -> s.stageAttempts(2, Backoff.fixed(WAIT))));
            run.feed(Item.of("x", 1));
            test.clock.awaitTimer(WAIT);
            assertThat(run.item("x").orElseThrow().status()).isEqualTo(ItemStatus.RETRYING);
            test.clock.advance(WAIT);
            run.join();

            assertThat(run.summary().itemsFailed()).isEqualTo(1);
        }

        @Test
        void aWaitingRetryHoldsNoWorker() throws Exception {
            Run run = test.engine.start(one(failsOnBad, s -> s.taskAttempts(2, Backoff.fixed(WAIT))));
            run.feedAll(List.of("bad", "a", "b", "c"));
            eventually("the only worker goes on", () -> run.summary().itemsProcessed() == 3);

            assertThat(stage(run, "A").retryingItems()).isEqualTo(1);
            test.clock.advance(WAIT);
            run.join();
        }

        @Test
        void thereMayBeSeveralListeners() throws Exception {
            EventRecorder one = new EventRecorder();
            EventRecorder two = new EventRecorder();
            try (PipelineEngine engine = PipelineEngine.builder()
                    .clock(test.clock)
                    .observer(one)
                    .observer(two)
                    .build()) {
                Run run = engine.start(one(Tasks.same()));
                run.feed(Item.of("x", 1));
                run.join();

                assertThat(one.of(run).all("x"))
                        .hasSize(5)
                        .isEqualTo(two.of(run).all("x"));
            }
        }

        @Test
        void whatSkipIfThrowsFailsTheItem() throws Exception {
            Run run = test.engine.start(one(
                    Tasks.same(),
                    s -> s.skipIf((value, item) -> {
                        throw new IOException("no answer");
                    })));
            run.feed(Item.of("x", 1));
            run.join();

            assertThat(run.summary().itemsFailed()).isEqualTo(1);
        }

        @Test
        void anUrgentItemDoesNotWaitBehindTheProducersOfAFullQueue() throws Exception {
            List<Object> order = new CopyOnWriteArrayList<>();
            Run run = test.engine.start(one(
                    (Object input, TaskContext context) -> {
                        order.add(input);
                        gate.pass(input);
                        return input;
                    },
                    s -> s.queueCapacity(1)));
            run.feed(Item.of("in work"));
            gate.awaitArrived(1);
            run.feed(Item.of("queued"));
            try (ExecutorService feeders = Executors.newVirtualThreadPerTaskExecutor()) {
                feeders.submit(() -> run.feed(Item.of("usual")));
                eventually("held", () -> run.summary().totalItems() == 3);
                feeders.submit(() -> run.feed(Item.of("urgent").withPriority(0)));
                eventually("held", () -> stage(run, "A").pendingItems() == 3);
                gate.open();
            }
            run.join();

            assertThat(order).containsExactly("in work", "urgent", "queued", "usual");
        }

        @Test
        void lowPrioritiesDoNotStarve() throws Exception {
            List<Object> order = new CopyOnWriteArrayList<>();
            Run run = test.engine.start(one(
                    (Object input, TaskContext context) -> {
                        order.add(input);
                        if (input.equals("first")) {
                            gate.pass(input);
                        } else if (!input.equals("low") && !order.contains("low")) {
                            test.clock.advance(Duration.ofSeconds(1));
                            context.feed(Item.of("more").withPriority(1));
                        }
                        return input;
                    },
                    s -> s.queueCapacity(Stage.UNBOUNDED)));
            run.feed(Item.of("first"));
            gate.awaitArrived(1);
            run.feed(Item.of("low").withPriority(1_000));
            run.feed(Item.of("more").withPriority(1));
            gate.open();
            run.join();

            assertThat(order)
                    .as("an endless stream of urgent items lets it through")
                    .contains("low");
        }

        @Test
        void numbersThatMakeNoSenseAreRefused() {
            List<UnaryOperator<Stage.Builder>> senseless = List.of(
                    s -> s.workers(-1),
                    s -> s.workers(Integer.MAX_VALUE),
                    s -> s.queueCapacity(-1),
                    s -> s.taskAttempts(-1, Tasks.AT_ONCE),
                    s -> s.taskAttempts(1, Backoff.fixed(Duration.ofSeconds(-1))),
                    s -> s.taskAttempts(1, Backoff.fixed(Duration.ofSeconds(Long.MAX_VALUE))),
                    s -> s.taskAttempts(1, Tasks.AT_ONCE.withJitter(Double.NaN)),
                    s -> s.taskTimeout(Duration.ZERO),
                    s -> s.taskTimeout(Duration.ofDays(365_000)),
                    s -> s.callRate(new CallRate(0, WAIT)),
                    s -> s.callRate(new CallRate(1, Duration.ofSeconds(-1))));

            assertThat(senseless)
                    .allSatisfy(details -> assertThatExceptionOfType(InvalidPipelineException.class)
                            .isThrownBy(() -> one(Tasks.same(), details)));
        }

        @Test
        void aTaskSeesTheMetadata() throws Exception {
            Run run = test.engine.start(one((Object input, TaskContext context) -> context.metadata()));
            run.feed(Item.of("x", 1).withMetadata(Map.of("source", "file")));
            run.join();

            assertThat(run.results()).extracting(Result::value).containsExactly(Map.of("source", "file"));
        }
    }

    @Nested
    class Growth {

        @Test
        void endedRunsAreForgottenBeyondTheLimit() throws Exception {
            for (int i = 0; i < 10; i++) {
                test.engine.run(one(Tasks.same()), List.of(1));
            }

            eventually("three are kept", () -> test.engine.runs().size() == 3);
        }

        @Test
        void aSnapshotNamesOnlyTheMostRecentFailures() throws Exception {
            Run run = test.engine.start(one(Tasks.broken(IOException::new), s -> s.taskAttempts(1, Tasks.AT_ONCE)));
            run.feedAll(integers(100));
            run.join();

            assertThat(run.snapshot().errorSummary().failedItems()).hasSize(4);
        }

        @Test
        void aRunTakesNoMoreItemsThanItMay() throws Exception {
            Run run = test.engine.start(one(Tasks.same(), s -> s.queueCapacity(Stage.UNBOUNDED)));

            FeedReport report = run.feedAll(integers(50_010));
            run.join();

            assertThat(report.accepted()).isEqualTo(50_000);
            assertThat(report.refused().getFirst().reason()).isEqualTo(Admission.Reason.TOO_MANY_ITEMS);
        }

        @Test
        void idleWorkersSleepUntilTheyAreWoken(@TempDir Path folder) throws Exception {
            Run run = test.engine.start(Pipeline.of(
                    "p",
                    Stage.named("Idle").workers(100).task("t", Tasks.same()).build()));
            run.feed(Item.of(1));
            eventually("nothing to do", () -> run.summary().itemsProcessed() == 1);

            eventually(() -> {
                List<String> parked = parkedWorkers(folder.resolve("threads" + System.nanoTime() + ".json"));
                assertThat(parked).hasSizeGreaterThanOrEqualTo(100).allMatch("untimed"::equals);
            });
            run.join();
        }

        /** For each thread of a worker, whether it waits until it is woken, or looks from time to time. */
        private List<String> parkedWorkers(Path file) throws IOException {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            List<String> parked = new ArrayList<>();
            for (String thread : Files.readString(file).split("\n\n")) {
                if (thread.lines().findFirst().orElse("").contains("\"Idle-W")) {
                    parked.add(
                            thread.contains("VirtualThread.park(") && !thread.contains("parkNanos")
                                    ? "untimed"
                                    : thread);
                }
            }
            return parked;
        }
    }

    private static StageStats stage(Run run, String name) {
        return Look.stage(run, name);
    }

    private static Pipeline one(Task<?, ?> task) {
        return one(task, s -> s);
    }

    private static Pipeline one(Task<?, ?> task, UnaryOperator<Stage.Builder> details) {
        return Pipeline.of("p", details.apply(Stage.named("A").task("t", task)).build());
    }

    private static List<Integer> integers(int count) {
        return Arrays.asList(IntStream.range(0, count).boxed().toArray(Integer[]::new));
    }
}
