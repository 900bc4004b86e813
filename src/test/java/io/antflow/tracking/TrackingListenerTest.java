package io.antflow.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrackingListenerTest {

    private final StatusTracker tracker = new StatusTracker(64);
    private final PipelineEngine engine =
            PipelineEngine.builder().observer(tracker).build();

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Notes what it is told. */
    private static class Notes implements TrackingListener {
        final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void onStatus(Run run, StatusEvent event) throws Exception {
            told.add(event.status().name());
        }

        @Override
        public void onTask(Run run, TaskEvent event) throws Exception {
            told.add(event.type().name());
        }

        @Override
        public void onEnded(Run run) throws Exception {
            told.add("the end");
        }

        List<String> upToTheEnd() throws InterruptedException {
            List<String> all = new ArrayList<>();
            do {
                all.add(told.take());
            } while (!all.getLast().equals("the end"));
            return all;
        }
    }

    private static Pipeline pipeline(Task<?, ?> task) {
        return Pipeline.named("one")
                .stage("Only", stage -> stage.task("task", task).taskAttempts(1, Backoff.fixed(Duration.ZERO)))
                .build();
    }

    @Test
    void isToldEverythingInOrderAndThenTheEnd() throws Exception {
        Notes notes = new Notes();
        Run run = engine.start(pipeline((input, context) -> input));
        tracker.listen(run, notes);

        run.feedAll(List.of(1));
        run.join();

        assertThat(notes.upToTheEnd())
                .containsExactly("QUEUED", "IN_PROGRESS", "START", "COMPLETE", "COMPLETED", "the end");
    }

    @Test
    void manyListenToOneRunAndALateOneMissesNothingThatIsKept() throws Exception {
        Notes early = new Notes();
        Notes late = new Notes();
        Run run = engine.start(pipeline((input, context) -> input));
        tracker.listen(run, early);
        run.feedAll(List.of(1, 2, 3));
        run.join();
        tracker.listen(run, late);

        assertThat(late.upToTheEnd()).isEqualTo(early.upToTheEnd()).hasSize(16);
    }

    @Test
    void oneThatThrowsIsToldWhatComesNextAndHarmsNobody() throws Exception {
        Notes other = new Notes();
        Notes throwing = new Notes() {
            @Override
            public void onStatus(Run run, StatusEvent event) throws Exception {
                super.onStatus(run, event);
                if (event.status() == ItemStatus.QUEUED) {
                    throw new StackOverflowError("of a listener");
                }
                throw new IOException("of a listener");
            }
        };
        Run run = engine.start(pipeline((input, context) -> input));
        tracker.listen(run, throwing);
        tracker.listen(run, other);

        run.feedAll(List.of(1, 2));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
        assertThat(throwing.upToTheEnd()).isEqualTo(other.upToTheEnd()).hasSize(11);
    }

    @Test
    void oneThatIsTooSlowIsToldHowMuchItMissedAndTheRunDoesNotWait() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicLong told = new AtomicLong();
        AtomicLong missed = new AtomicLong();
        CountDownLatch end = new CountDownLatch(1);
        Run run = engine.start(pipeline((input, context) -> input));
        tracker.listen(run, new TrackingListener() {
            @Override
            public void onStatus(Run of, StatusEvent event) throws Exception {
                told.incrementAndGet();
                over.await();
            }

            @Override
            public void onTask(Run of, TaskEvent event) {
                told.incrementAndGet();
            }

            @Override
            public void onGap(Run of, long events) {
                missed.addAndGet(events);
            }

            @Override
            public void onEnded(Run of) {
                end.countDown();
            }
        });

        run.feedAll(IntStream.range(0, 1000).boxed());
        run.join();
        over.countDown();
        end.await();

        assertThat(missed.get()).isPositive();
        assertThat(told.get() + missed.get()).isEqualTo(5000);
    }

    @Test
    void isToldNothingMoreOnceClosed() throws Exception {
        Notes notes = new Notes();
        CyclicBarrier inCall = new CyclicBarrier(2);
        Run run = engine.start(pipeline((input, context) -> input));
        Subscription subscription = tracker.listen(run, new TrackingListener() {
            @Override
            public void onStatus(Run of, StatusEvent event) throws Exception {
                notes.onStatus(of, event);
                inCall.await();
                inCall.await();
            }
        });

        run.feedAll(List.of(1));
        inCall.await();
        subscription.close();
        subscription.join();
        run.join();

        assertThat(notes.told).containsExactly("QUEUED");
    }

    @Test
    void followsARunThatGoesOnAfterItsFailedItemsWerePutBack() throws Exception {
        AtomicBoolean works = new AtomicBoolean();
        Notes notes = new Notes();
        Run run = engine.start(pipeline((input, context) -> {
            if (!works.get()) {
                throw new IllegalStateException("not yet");
            }
            return input;
        }));
        tracker.listen(run, notes);
        run.feedAll(List.of(1));
        run.join();
        assertThat(notes.upToTheEnd()).containsExactly("QUEUED", "IN_PROGRESS", "START", "FAIL", "FAILED", "the end");

        works.set(true);
        run.retryFailed();

        assertThat(notes.upToTheEnd())
                .containsExactly("QUEUED", "IN_PROGRESS", "START", "COMPLETE", "COMPLETED", "the end");
    }

    @Test
    void endsWhenTheRunIsDropped() throws Exception {
        Notes notes = new Notes();
        Run run = engine.start(pipeline((input, context) -> input));
        Subscription subscription = tracker.listen(run, notes);
        run.feedAll(List.of(1));
        run.join();
        notes.upToTheEnd();

        engine.forget(run.id());

        subscription.join();
    }

    @Test
    void aTrackersOwnListenersFollowEveryRun() throws Exception {
        Notes notes = new Notes();
        StatusTracker listening = new StatusTracker(64, () -> List.of(notes));
        try (PipelineEngine observed =
                PipelineEngine.builder().observer(listening).build()) {
            for (int i = 0; i < 2; i++) {
                Run run = observed.start(pipeline((input, context) -> input));
                run.feedAll(List.of(1));
                run.join();
                assertThat(notes.upToTheEnd()).hasSize(6);
            }
        }
    }
}
