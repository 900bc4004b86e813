package io.antflow.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.antflow.engine.NumberedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventLogTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void readsInOrderFromAnySequenceNumber() {
        EventLog log = logOf(100, 10);

        assertThat(numbers(log.read(0, 100))).containsExactlyElementsOf(range(0, 10));
        assertThat(numbers(log.read(7, 100))).containsExactly(7, 8, 9);
        assertThat(log.read(7, 100))
                .extracting(EventLog.Batch::first, EventLog.Batch::next, EventLog.Batch::missed)
                .containsExactly(7L, 10L, 0L);
        assertThat(log.next()).isEqualTo(10);
    }

    @Test
    void readsNoMoreThanAskedFor() {
        EventLog.Batch batch = logOf(100, 10).read(2, 3);

        assertThat(numbers(batch)).containsExactly(2, 3, 4);
        assertThat(batch.next()).isEqualTo(5);
    }

    @Test
    void readsNothingWhereNothingIsYet() {
        EventLog log = logOf(100, 10);

        assertThat(log.read(10, 5)).isEqualTo(new EventLog.Batch(10, List.of(), 10, 0));
        assertThat(log.read(500, 5)).isEqualTo(new EventLog.Batch(500, List.of(), 500, 0));
    }

    @Test
    void takesANegativeSequenceNumberForTheBeginning() {
        assertThat(numbers(logOf(100, 3).read(-5, 100))).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 1000, 1024, 1025, 5000})
    void keepsAtLeastTheConfiguredNumberAndNotManyMore(int kept) {
        int written = 4 * kept + 5000;
        EventLog log = logOf(kept, written);

        EventLog.Batch batch = log.read(0, Integer.MAX_VALUE);

        assertThat(batch.events()).hasSizeBetween(kept, kept + 2047);
        assertThat(numbers(batch))
                .containsExactlyElementsOf(range(written - batch.events().size(), written));
    }

    @Test
    void tellsHowManyEventsAreNoLongerKept() {
        EventLog log = logOf(8, 100);

        EventLog.Batch batch = log.read(30, 1000);

        assertThat(batch.first()).isGreaterThan(30);
        assertThat(batch.missed()).isEqualTo(batch.first() - 30);
        assertThat(NumberedEvents.numberOf(batch.events().getFirst())).isEqualTo((int) batch.first());
        assertThat(batch.next()).isEqualTo(100);
    }

    @Test
    void aStalledReaderHoldsNoEvents() throws Exception {
        EventLog log = new EventLog(8);
        log.onTask(NumberedEvents.event(0));
        EventLog.Batch read = log.read(0, 1);
        var lost = new java.lang.ref.WeakReference<>(read.events().getFirst());
        read = null;

        IntStream.range(1, 100).forEach(i -> log.onTask(NumberedEvents.event(i)));
        while (lost.get() != null) {
            System.gc();
        }

        assertThat(log.read(1, 1).missed()).isPositive();
    }

    @Test
    void waitsUntilThereIsAnEvent() throws Exception {
        EventLog log = logOf(8, 3);
        CompletableFuture<Boolean> waiting = inBackground(() -> log.await(3, LONG));

        log.onTask(NumberedEvents.event(3));

        assertThat(waiting.get()).isTrue();
        assertThat(numbers(log.read(3, 10))).containsExactly(3);
    }

    @Test
    void doesNotWaitForWhatIsThereOrLost() throws Exception {
        EventLog log = logOf(8, 100);

        assertThat(log.await(99, Duration.ZERO)).isTrue();
        assertThat(log.await(0, Duration.ZERO)).isTrue();
    }

    @Test
    void givesUpWaitingWhenTheTimeRunsOut() throws Exception {
        assertThat(logOf(8, 3).await(3, Duration.ofMillis(1))).isFalse();
        assertThat(logOf(8, 3).await(3, Duration.ZERO)).isFalse();
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        EventLog log = new EventLog(8);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiting = Thread.startVirtualThread(() -> {
            try {
                log.await(0, LONG);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });

        waiting.interrupt();

        interrupted.await();
    }

    @Test
    void theEndWakesReadersAndIsTakenBackByAnotherStart() throws Exception {
        EventLog log = logOf(8, 3);
        CompletableFuture<Boolean> waiting = inBackground(() -> log.await(3, LONG));
        assertThat(log.ended()).isFalse();

        log.onEnded();

        assertThat(waiting.get()).isTrue();
        assertThat(log.ended()).isTrue();
        assertThat(log.read(3, 10).events()).isEmpty();

        log.onStarted();

        assertThat(log.ended()).isFalse();
    }

    @Test
    void aDroppedRunHasEndedForItsReaders() throws Exception {
        EventLog log = logOf(8, 3);
        CompletableFuture<Boolean> waiting = inBackground(() -> log.await(3, LONG));

        log.onForgotten();

        assertThat(waiting.get()).isTrue();
        assertThat(log.ended()).isTrue();
        assertThat(numbers(log.read(0, 10))).containsExactly(0, 1, 2);
    }

    @Test
    void refusesToKeepNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventLog(0)).withMessageContaining("not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> logOf(8, 1).read(0, 0));
    }

    /** Every event of every writer is read once, each writer's in order; the readers sleep and wake all the time. */
    @Test
    void losesNothingWhenReadersKeepUp() throws Exception {
        int writers = 4;
        int each = 50_000;
        EventLog log = new EventLog(writers * each);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    List<Integer> read = new ArrayList<>();
                    while (read.size() < writers * each && log.await(read.size(), LONG)) {
                        EventLog.Batch batch = log.read(read.size(), 100);
                        assertThat(batch.missed()).isZero();
                        read.addAll(numbers(batch));
                    }
                    return read;
                }));
            }
            write(threads, log, writers, each);
            for (Future<List<Integer>> reader : readers) {
                assertThat(reader.get()).hasSize(writers * each);
                assertEachWritersEventsInOrder(reader.get(), writers, each);
            }
            assertThat(readers.get(1).get()).isEqualTo(readers.get(0).get());
        }
    }

    /** A reader that is overtaken again and again reads some, misses the others, and the two add up. */
    @Test
    void accountsForEveryEventWhenReadersAreOvertaken() throws Exception {
        int writers = 4;
        int each = 100_000;
        EventLog log = new EventLog(16);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> reader = threads.submit(() -> {
                long read = 0;
                long missed = 0;
                int[] newest = new int[writers];
                while (read + missed < writers * each && log.await(read + missed, LONG)) {
                    EventLog.Batch batch = log.read(read + missed, 8);
                    assertThat(batch.first()).isEqualTo(read + missed + batch.missed());
                    for (int number : numbers(batch)) {
                        assertThat(number % each).isGreaterThanOrEqualTo(newest[number / each]);
                        newest[number / each] = number % each + 1;
                    }
                    read += batch.events().size();
                    missed += batch.missed();
                }
                return read + missed;
            });
            write(threads, log, writers, each);
            assertThat(reader.get()).isEqualTo((long) writers * each);
        }
        assertThat(log.read(0, 1000).next()).isEqualTo((long) writers * each);
    }

    /** One event at a time, each written only when the reader waits or is about to: a lost wake-up would hang. */
    @Test
    void noWakeUpIsLost() throws Exception {
        EventLog there = new EventLog(4);
        EventLog back = new EventLog(4);
        int rounds = 20_000;
        CompletableFuture<Boolean> echo = inBackground(() -> {
            for (int i = 0; i < rounds; i++) {
                there.await(i, LONG);
                back.onTask(NumberedEvents.event(i));
            }
            return true;
        });
        for (int i = 0; i < rounds; i++) {
            there.onTask(NumberedEvents.event(i));
            assertThat(back.await(i, LONG)).isTrue();
        }
        assertThat(echo.get()).isTrue();
    }

    private static void write(ExecutorService threads, EventLog log, int writers, int each) throws Exception {
        List<Future<?>> writing = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int first = w * each;
            writing.add(threads.submit(
                    () -> IntStream.range(first, first + each).forEach(i -> log.onTask(NumberedEvents.event(i)))));
        }
        for (Future<?> writer : writing) {
            writer.get();
        }
    }

    private static void assertEachWritersEventsInOrder(List<Integer> read, int writers, int each) {
        for (int w = 0; w < writers; w++) {
            int first = w * each;
            assertThat(read.stream().filter(n -> n / each == first / each).toList())
                    .isEqualTo(range(first, first + each));
        }
    }

    private static EventLog logOf(int kept, int written) {
        EventLog log = new EventLog(kept);
        IntStream.range(0, written).forEach(i -> log.onTask(NumberedEvents.event(i)));
        return log;
    }

    private static List<Integer> numbers(EventLog.Batch batch) {
        return batch.events().stream().map(NumberedEvents::numberOf).toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
