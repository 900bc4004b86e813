package io.antflow.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.antflow.engine.EngineLimits;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.ItemView;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunEvent;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusTrackerTest {

    private final StatusTracker tracker = new StatusTracker(10_000);
    private final PipelineEngine engine = PipelineEngine.builder()
            .observer(tracker)
            .limits(new EngineLimits(10, 1, 1_000_000, 20))
            .build();

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Numbers: 1 fails, 2 is skipped by the last stage, every other goes through. */
    private static Pipeline pipeline() {
        return Pipeline.of("numbers", doubling("A"), doubling("B"));
    }

    private static Stage doubling(String name) {
        return Stage.named(name)
                .workers(2)
                .task("check", (Integer number, TaskContext context) -> {
                    if (number == 1) {
                        throw new IllegalStateException("one is too few");
                    }
                    return number;
                })
                .taskAttempts(1, Backoff.fixed(Duration.ZERO))
                .skipIf((value, item) -> name.equals("B") && Integer.valueOf(2).equals(value))
                .build();
    }

    @Test
    void tellsTheStatusOfAnItemById() throws Exception {
        Run run = engine.start(pipeline());
        run.feed(Item.of("one", 1));
        run.feed(Item.of("two", 2));
        run.feed(Item.of("ten", 10));
        run.join();

        assertThat(tracker.status(run, "one")).contains(ItemStatus.FAILED);
        assertThat(tracker.status(run, "two")).contains(ItemStatus.SKIPPED);
        assertThat(tracker.status(run, "ten")).contains(ItemStatus.COMPLETED);
        assertThat(tracker.status(run, "eleven")).isEmpty();
    }

    @Test
    void listsItemsByStatusInFeedOrder() throws Exception {
        Run run = engine.start(pipeline());
        run.feedAll(IntStream.range(0, 2500).mapToObj(i -> i % 100 == 0 ? 1 : 7));
        run.join();

        assertThat(tracker.byStatus(run, ItemStatus.FAILED))
                .extracting(ItemView::sequenceId)
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> i * 100L).toList());
        assertThat(tracker.byStatus(run, ItemStatus.COMPLETED)).hasSize(2475);
        assertThat(tracker.byStatus(run, ItemStatus.QUEUED)).isEmpty();
    }

    @Test
    void countsEveryStatusAndAllItemsOnce() throws Exception {
        Run run = engine.start(pipeline());
        run.feedAll(List.of(1, 2, 2, 5, 6, 7));
        run.join();

        assertThat(tracker.counts(run))
                .containsExactly(
                        entry(ItemStatus.QUEUED, 0L),
                        entry(ItemStatus.IN_PROGRESS, 0L),
                        entry(ItemStatus.COMPLETED, 3L),
                        entry(ItemStatus.FAILED, 1L),
                        entry(ItemStatus.RETRYING, 0L),
                        entry(ItemStatus.SKIPPED, 2L),
                        entry(ItemStatus.CANCELLED, 0L));
    }

    @Test
    void countsWhatWaitsIsInWorkAndRetries() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        Run run = engine.start(Pipeline.named("held")
                .stage(
                        "Only",
                        stage -> stage.task("hold", (Integer number, TaskContext context) -> {
                                    if (number == 0) {
                                        failed.countDown();
                                        throw new IllegalStateException("not yet");
                                    }
                                    begun.countDown();
                                    go.await();
                                    return number;
                                })
                                .taskAttempts(2, Backoff.fixed(Duration.ofHours(1))))
                .build());
        run.feed(Item.of(0));
        failed.await();
        run.feedAll(List.of(1, 2, 3));
        begun.await();

        assertThat(tracker.counts(run))
                .containsEntry(ItemStatus.RETRYING, 1L)
                .containsEntry(ItemStatus.IN_PROGRESS, 1L)
                .containsEntry(ItemStatus.QUEUED, 2L)
                .containsEntry(ItemStatus.COMPLETED, 0L);

        run.cancel();
        go.countDown();
        run.join();

        assertThat(tracker.counts(run))
                .containsEntry(ItemStatus.CANCELLED, 3L)
                .containsEntry(ItemStatus.COMPLETED, 1L)
                .containsEntry(ItemStatus.RETRYING, 0L);
    }

    @Test
    void countsAddUpWhileTheRunWorks() throws Exception {
        Run run = engine.start(pipeline());
        Thread feeder = Thread.startVirtualThread(() -> {
            try {
                run.feedAll(IntStream.range(0, 50_000).mapToObj(i -> i % 5));
                run.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (!run.ended()) {
            var snapshot = run.snapshot();
            assertThat(StatusTracker.counts(snapshot).values().stream().mapToLong(n -> n))
                    .allMatch(count -> count >= 0);
            assertThat(StatusTracker.counts(snapshot).values().stream()
                            .mapToLong(n -> n)
                            .sum())
                    .isEqualTo(snapshot.totalItems());
        }
        feeder.join();
        assertThat(tracker.counts(run)).containsEntry(ItemStatus.COMPLETED, 30_000L);
    }

    @Test
    void tellsTheHistoryOfAnItem() throws Exception {
        Run run = engine.start(pipeline());
        run.feed(Item.of("x", 2));
        run.join();

        assertThat(tracker.history(run, "x"))
                .extracting(StatusEvent::stage, StatusEvent::status)
                .containsExactly(
                        tuple("A", ItemStatus.QUEUED),
                        tuple("A", ItemStatus.IN_PROGRESS),
                        tuple("A", ItemStatus.COMPLETED),
                        tuple("B", ItemStatus.QUEUED),
                        tuple("B", ItemStatus.SKIPPED));
        assertThat(tracker.history(run, "y")).isEmpty();
    }

    @Test
    void theLogHoldsAllEventsOfTheRunAndEndsWithIt() throws Exception {
        Run run = engine.start(pipeline());
        EventLog log = tracker.events(run);
        run.feed(Item.of("x", 5));
        run.join();

        List<String> events = new ArrayList<>();
        for (RunEvent event : log.read(0, 100).events()) {
            events.add(
                    switch (event) {
                        case StatusEvent status -> status.status() + "@" + status.stage();
                        case TaskEvent task -> task.type() + "@" + task.stage();
                    });
        }

        assertThat(events)
                .containsExactly(
                        "QUEUED@A",
                        "IN_PROGRESS@A",
                        "START@A",
                        "COMPLETE@A",
                        "COMPLETED@A",
                        "QUEUED@B",
                        "IN_PROGRESS@B",
                        "START@B",
                        "COMPLETE@B",
                        "COMPLETED@B");
        assertThat(log.await(log.next(), Duration.ofMinutes(1))).isTrue();
        assertThat(log.ended()).isTrue();
    }

    @Test
    void theLogOfADroppedRunIsEmptyAndHasEnded() throws Exception {
        Run run = engine.start(pipeline());
        EventLog log = tracker.events(run);
        run.feed(Item.of("x", 5));
        run.join();

        assertThat(engine.forget(run.id())).isTrue();

        assertThat(log.ended()).isTrue();
        assertThat(tracker.events(run).next()).isZero();
        assertThat(tracker.events(run).ended()).isTrue();
    }

    @Test
    void refusesToKeepNoEvents() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StatusTracker(0));
    }
}
