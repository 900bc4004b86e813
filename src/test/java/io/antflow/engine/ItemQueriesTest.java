package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be asked about single items: status, history, and pages of them. */
@Timeout(10)
class ItemQueriesTest {

    private static final double START = ManualClock.START.toEpochMilli() / 1000.0;

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void anItemInWorkShowsWhereAndByWhom() throws Exception {
        Run run = test.engine.start(pipeline());
        test.clock.advance(Duration.ofSeconds(2));
        run.feed(Item.of("x", "hold").withPriority(7));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(9));

        assertThat(run.item("x")).hasValueSatisfying(item -> {
            assertThat(item.id()).isEqualTo("x");
            assertThat(item.sequenceId()).isZero();
            assertThat(item.status()).isEqualTo(ItemStatus.IN_PROGRESS);
            assertThat(item.stage()).isEqualTo("A");
            assertThat(item.worker()).isEqualTo("A-W0");
            assertThat(item.attempt()).isEqualTo(1);
            assertThat(item.priority()).isEqualTo(7);
            assertThat(item.timestamp()).isCloseTo(START + 2, within(1e-5));
        });
        gate.open();
        run.join();
    }

    @Test
    void anItemThatWaitsHasNoWorkerAndNoAttempt() throws Exception {
        Run run = test.engine.prepare(pipeline());
        run.feed(Item.of("x", 1));

        assertThat(run.item("x"))
                .hasValueSatisfying(item -> assertThat(item)
                        .isEqualTo(
                                new ItemView("x", 0, ItemStatus.QUEUED, "A", false, null, 0, 100, item.timestamp())));
    }

    @Test
    void anIdIsFoundByItsNumberAndByItsText() throws Exception {
        Run run = test.engine.prepare(pipeline());
        run.feed(Item.of(17, 1));
        run.feed(Item.of("18", 1));
        run.feed(Item.of("plain value"));

        assertThat(run.item("17").orElseThrow().id()).isEqualTo(17L);
        assertThat(run.item(17).orElseThrow().id()).isEqualTo(17L);
        assertThat(run.item(18L).orElseThrow().id()).isEqualTo("18");
        assertThat(run.item("2").orElseThrow().id()).isEqualTo(2L);
        assertThat(run.item(0)).as("number 0 brought an id of its own").isEmpty();
        assertThat(run.item("nope")).isEmpty();
        assertThat(run.history("17")).hasSize(1);
        assertThat(run.history("nope")).isEmpty();
    }

    @Test
    void aHistoryIsOldestFirstAndItsTimesNeverFall() throws Exception {
        Run run = test.engine.start(pipeline());
        run.feed(Item.of("x", "hold"));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(3));
        gate.open();
        run.join();

        List<StatusEvent> history = run.history("x");
        assertThat(history)
                .extracting(EventRecorder::line)
                .containsExactlyElementsOf(test.events(run).statuses("x"));
        assertThat(history).isSortedAccordingTo((a, b) -> Double.compare(a.timestamp(), b.timestamp()));
        assertThat(history.getFirst().previous()).isNull();
        assertThat(history.get(2).previous()).isSameAs(history.get(1));
        assertThat(history.get(2).nanosSincePrevious())
                .isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(history).allSatisfy(event -> assertThat(event.sequenceId()).isZero());
    }

    @Test
    void aHistoryOfAnItemInWorkIsWhatWasSoFar() throws Exception {
        Run run = test.engine.start(pipeline());
        run.feed(Item.of("x", "hold"));
        gate.awaitArrived(1);

        assertThat(run.history("x"))
                .extracting(EventRecorder::line)
                .containsExactly("queued@A", "in_progress@A by A-W0");
        gate.open();
        run.join();
    }

    @Test
    void itemsComeInPages() throws Exception {
        Run run = test.engine.prepare(pipeline());
        run.feedAll(IntStream.range(0, 2_500).boxed().toList());

        List<Long> seen = new ArrayList<>();
        Long at = 0L;
        int pages = 0;
        while (at != null) {
            ItemPage page = run.items(null, null, at, 1_000);
            page.items().forEach(item -> seen.add(item.sequenceId()));
            at = page.next();
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(2_500).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aPageThatEndsWithTheLastItemHasNoNext() throws Exception {
        Run run = test.engine.prepare(pipeline());
        run.feedAll(IntStream.range(0, 10).boxed().toList());

        assertThat(run.items(null, null, 0, 10).next()).isNull();
        assertThat(run.items(null, null, 0, 9).next()).isEqualTo(9);
        assertThat(run.items(null, null, 10, 5)).isEqualTo(new ItemPage(List.of(), null));
        assertThat(run.items(null, null, 99, 5)).isEqualTo(new ItemPage(List.of(), null));
    }

    @Test
    void itemsAreChosenByStatusAndStage() throws Exception {
        Run run = test.engine.start(pipeline());
        run.feedAll(List.of("fine", "bad", "hold", "waits", "bad"));
        gate.awaitArrived(1);
        eventually("the first is through", () -> run.summary().itemsProcessed() == 1);

        assertThat(ids(run, ItemStatus.COMPLETED, null)).containsExactly(0L);
        assertThat(ids(run, ItemStatus.FAILED, null)).containsExactly(1L);
        assertThat(ids(run, ItemStatus.IN_PROGRESS, "A")).containsExactly(2L);
        assertThat(ids(run, ItemStatus.QUEUED, null)).containsExactly(3L, 4L);
        assertThat(ids(run, null, "A")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ids(run, null, "B")).containsExactly(0L);
        assertThat(ids(run, ItemStatus.FAILED, "B")).isEmpty();
        gate.open();
        run.join();
        assertThat(ids(run, ItemStatus.FAILED, "A")).containsExactly(1L, 4L);
    }

    @Test
    void aPageCannotBeChanged() throws Exception {
        Run run = test.engine.prepare(pipeline());
        run.feed(Item.of(1));

        assertThatThrownBy(() -> run.items(null, null, 0, 10).items().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static List<Object> ids(
            Run run,
            @org.jspecify.annotations.Nullable ItemStatus status,
            @org.jspecify.annotations.Nullable String stage) {
        return run.items(status, stage, 0, 100).items().stream()
                .map(ItemView::id)
                .toList();
    }

    private Pipeline pipeline() {
        Task<Object, Object> task = (input, context) -> {
            if (input.equals("hold")) {
                gate.pass(context.itemId());
            }
            if (input.equals("bad")) {
                throw new IllegalStateException("no");
            }
            return input;
        };
        return Pipeline.named("p")
                .stage("A", s -> s.task("t", task).taskAttempts(1, Tasks.AT_ONCE))
                .stage("B", s -> s.task("t", Tasks.same()))
                .build();
    }
}
