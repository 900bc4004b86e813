package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Items come in before the start and while running, at any stage, one at a time or from a source. */
@Timeout(10)
class FeedingTest {

    @RegisterExtension
    final TestEngine test = new TestEngine(new EngineLimits(100, 50, 1_000, 20));

    @Test
    void anItemWithoutIdGetsItsSequenceNumberAsId() throws Exception {
        Run run = test.engine.prepare(oneStage());

        assertThat(run.feed(Item.of("a"))).isEqualTo(new Admission.Accepted(0L, 0));
        assertThat(run.feed(Item.of("mine", "b"))).isEqualTo(new Admission.Accepted("mine", 1));
        assertThat(run.feed(Item.of("c"))).isEqualTo(new Admission.Accepted(2L, 2));
    }

    @Test
    void feedingBeforeTheStartWaitsForNoRoom() throws Exception {
        Run run = test.engine.prepare(Pipeline.of(
                "p",
                Stage.named("A").task("same", Tasks.same()).queueCapacity(1).build()));

        for (int i = 0; i < 500; i++) {
            run.feed(Item.of(i));
        }
        assertThat(run.snapshot().totalItems()).isEqualTo(500);
        assertThat(run.snapshot().pipelineStats().itemsProcessed()).isZero();

        run.start().join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(500);
    }

    @Test
    void feedingWhileRunningWaitsForRoom() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(2).build()));
        run.feed(Item.of("in work", 0));
        gate.awaitArrived(1);
        run.feed(Item.of("waits 1", 0));
        run.feed(Item.of("waits 2", 0));

        try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Admission> held = feeder.submit(() -> run.feed(Item.of("no room", 0)));
            eventually("accepted, without room", () -> run.snapshot().totalItems() == 4);
            assertThat(held).isNotDone();
            assertThat(Look.stage(run, "A").pendingItems())
                    .as("what has no room yet is pending")
                    .isEqualTo(3);

            gate.letThrough(1);
            assertThat(held.get()).isEqualTo(new Admission.Accepted("no room", 3));
        }
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(4);
    }

    @Test
    void aFeederThatIsInterruptedWhileItWaitsForRoomLeavesItsItem() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(1).build()));
        run.feed(Item.of("in work", 0));
        gate.awaitArrived(1);
        run.feed(Item.of("waits", 0));

        try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Admission> held = feeder.submit(() -> run.feed(Item.of("no room", 0)));
            eventually("accepted, without room", () -> run.snapshot().totalItems() == 3);
            held.cancel(true);
        }
        gate.open();
        run.join();

        assertThat(run.summary())
                .satisfies(summary -> assertThat(
                                summary.itemsProcessed() + summary.itemsCancelled() + summary.itemsFailed())
                        .isEqualTo(summary.totalItems()));
    }

    @Test
    void anItemFedIntoALaterStageSkipsTheStagesBefore() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.append("a")))
                .stage("B", s -> s.task("b", Tasks.append("b")))
                .stage("C", s -> s.task("c", Tasks.append("c")))
                .build());

        run.feed(Item.of("whole", "-"));
        run.feed(Item.of("injected", "-"), "B");
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly("-abc", "-bc");
        assertThat(test.events(run).statuses("injected"))
                .startsWith("queued@B", "in_progress@B by B-W0")
                .noneMatch(line -> line.contains("@A"));
        assertThat(Look.stage(run, "B").arrivedItems()).isEqualTo(2);
    }

    @Test
    void anUnknownStageIsNamedWithThoseThereAre() throws Exception {
        Run run = test.engine.start(oneStage());

        assertThatExceptionOfType(UnknownStageException.class)
                .isThrownBy(() -> run.feed(Item.of("x"), "Nope"))
                .withMessageContaining("Nope")
                .withMessageContaining("A");
        assertThat(run.snapshot().totalItems()).isZero();
    }

    @Test
    void itemsOfASourceAreTakenAsSuchAndAllElseAsValues() throws Exception {
        Run run = test.engine.start(oneStage());
        List<Object> source =
                new ArrayList<>(List.of("plain", Item.of("id", "v").withMetadata(Map.of("k", 1)), Item.of("no id")));
        source.add(null);

        FeedReport report = run.feedAll(source);
        run.join();

        assertThat(report).isEqualTo(new FeedReport(4, 0, List.of()));
        List<Result> results = run.results().toList();
        assertThat(results).extracting(Result::id).containsExactly(0L, "id", 2L, 3L);
        assertThat(results).extracting(Result::value).containsExactly("plain", "v", "no id", null);
        assertThat(results.get(1).metadata()).isEqualTo(Map.of("k", 1));
    }

    @Test
    void aStreamIsFedAndClosed() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        Run run = test.engine.start(oneStage());

        FeedReport report = run.feedAll(Stream.of("a", "b", "c").onClose(closed::incrementAndGet));
        run.join();

        assertThat(report.accepted()).isEqualTo(3);
        assertThat(closed).hasValue(1);
        assertThat(run.results()).extracting(Result::value).containsExactly("a", "b", "c");
    }

    @Test
    void aSourceIsPulledOneItemAtATime() throws Exception {
        Gate gate = new Gate();
        AtomicInteger pulled = new AtomicInteger();
        Iterable<Integer> endless = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                return pulled.incrementAndGet();
            }
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", Tasks.gated(gate)).queueCapacity(3).build()));

        try (ExecutorService feeder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<FeedReport> feeding = feeder.submit(() -> run.feedAll(endless));
            eventually("all places are taken", () -> pulled.get() == 5);
            gate.awaitArrived(1);
            eventually("the fifth waits for room", () -> run.snapshot().totalItems() == 5);
            assertThat(pulled).as("one in work, three wait, one is held").hasValue(5);

            gate.letThrough(1);
            eventually("one more", () -> pulled.get() == 6);

            run.close();
            gate.open();
            FeedReport report = feeding.get();
            assertThat(report.accepted()).isEqualTo(run.summary().totalItems());
        }
        run.join();
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aSourceThatThrowsLeavesWhatItGaveBefore() throws Exception {
        Run run = test.engine.start(oneStage());
        Stream<Integer> source = IntStream.range(0, 10).boxed().peek(i -> {
            if (i == 5) {
                throw new IllegalStateException("source is broken");
            }
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> run.feedAll(source))
                .withMessage("source is broken");
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(5);
    }

    @Test
    void aSecondItemWithTheSameIdIsRefused() throws Exception {
        Run run = test.engine.start(oneStage());

        run.feed(Item.of("x", 1));
        Admission second = run.feed(Item.of("x", 2));
        run.join();

        assertThat(second).isEqualTo(new Admission.Refused("x", Admission.Reason.DUPLICATE_ID));
        assertThat(run.results()).extracting(Result::value).containsExactly(1);
        assertThat(run.summary().totalItems()).isEqualTo(1);
    }

    @Test
    void anIdIsTakenAlsoWhenItsItemHasEnded() throws Exception {
        Run run = test.engine.start(oneStage());
        run.feed(Item.of("x", 1));
        eventually("its end", () -> run.summary().itemsProcessed() == 1);

        assertThat(run.feed(Item.of("x", 2))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void aNumberAndItsTextAreTheSameId() throws Exception {
        Run run = test.engine.prepare(oneStage());
        BigInteger huge = BigInteger.TWO.pow(100);

        assertThat(run.feed(Item.of(17, "number"))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.feed(Item.of("17", "text")))
                .isEqualTo(new Admission.Refused("17", Admission.Reason.DUPLICATE_ID));
        assertThat(run.feed(Item.of("-4", "text"))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.feed(Item.of(-4, "number"))).isInstanceOf(Admission.Refused.class);
        assertThat(run.feed(Item.of(huge, "number"))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.feed(Item.of(huge.toString(), "text"))).isInstanceOf(Admission.Refused.class);
        assertThat(run.feed(Item.of("017", "another text"))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.feed(Item.of("+17", "another text"))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void aSequenceNumberIsAnIdToo() throws Exception {
        Run run = test.engine.prepare(oneStage());

        assertThat(run.feed(Item.of("0", "says 0"))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.feed(Item.of("2", "says 2"))).isInstanceOf(Admission.Accepted.class);
        Admission clash = run.feed(Item.of("would be number 2"));
        assertThat(clash).as("refused, or accepted under an id of its own").isNotEqualTo(new Admission.Accepted(2L, 2));
        assertThat(run.feed(Item.of("behind it"))).isInstanceOf(Admission.Accepted.class);
        assertThat(run.feed(Item.of("behind that"))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void anItemThatBringsTheIdOfOneThatWasNumberedIsRefused() throws Exception {
        Run run = test.engine.prepare(oneStage());
        run.feed(Item.of("number 0"));

        assertThat(run.feed(Item.of(0, "again"))).isEqualTo(new Admission.Refused(0L, Admission.Reason.DUPLICATE_ID));
    }

    @Test
    void theReportNamesTheFirstHundredRefusedAndCountsAll() throws Exception {
        Run run = test.engine.start(oneStage());
        List<Item> source = new ArrayList<>();
        source.add(Item.of("x", 0));
        for (int i = 0; i < 150; i++) {
            source.add(Item.of("x", i));
        }
        source.add(Item.of("y", 0));

        FeedReport report = run.feedAll(source);

        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.refusedCount()).isEqualTo(150);
        assertThat(report.refused())
                .hasSize(100)
                .allMatch(new Admission.Refused("x", Admission.Reason.DUPLICATE_ID)::equals);
    }

    @Test
    void aClosedRunTakesNothing() throws Exception {
        Run run = test.engine.start(oneStage());

        assertThat(run.close()).isTrue();
        assertThat(run.close()).isFalse();

        assertThat(run.open()).isFalse();
        assertThat(run.feed(Item.of("x", 1))).isEqualTo(new Admission.Refused("x", Admission.Reason.CLOSED));
        assertThat(run.feedAll(List.of(1, 2, 3)).accepted()).isZero();
    }

    @Test
    void aCancelledRunTakesNothing() throws Exception {
        Run run = test.engine.start(oneStage());
        run.cancel();

        assertThat(run.feed(Item.of("x", 1))).isEqualTo(new Admission.Refused("x", Admission.Reason.CANCELLED));
    }

    @Test
    void aRunTakesAsManyItemsAsItMayAndNoMore() throws Exception {
        Run run = test.engine.start(oneStage());

        FeedReport report = run.feedAll(IntStream.range(0, 1_010).boxed().toList());
        run.join();

        assertThat(report.accepted()).isEqualTo(1_000);
        assertThat(report.refusedCount()).isGreaterThanOrEqualTo(1);
        assertThat(report.refused().getFirst().reason()).isEqualTo(Admission.Reason.TOO_MANY_ITEMS);
        assertThat(run.summary().totalItems()).isEqualTo(1_000);
    }

    @Test
    void feedingFromManyThreadsLosesAndDoublesNothing() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p", Stage.named("A").workers(2).task("same", Tasks.same()).build()));

        try (ExecutorService feeders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int f = 0; f < 8; f++) {
                feeders.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        run.feed(Item.of("same" + i, i));
                    }
                    return null;
                });
            }
        }
        run.join();

        assertThat(run.summary().totalItems()).isEqualTo(100);
        assertThat(run.results().map(Result::id).distinct()).hasSize(100);
        assertThat(run.results().map(Result::sequenceId))
                .hasSize(100)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static Pipeline oneStage() {
        return Pipeline.of("p", Stage.named("A").task("same", Tasks.same()).build());
    }
}
