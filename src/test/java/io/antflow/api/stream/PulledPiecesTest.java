package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PulledPiecesTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Piece PIECE = new Piece(new byte[] {1}, 1);

    @Test
    void makesNoMoreThanIsAskedFor() throws InterruptedException {
        SynchronousQueue<Integer> asked = new SynchronousQueue<>();
        AtomicInteger count = new AtomicInteger();
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create();
        new PulledPieces(() -> {
                    asked.put(count.incrementAndGet());
                    return PIECE;
                })
                .subscribe(subscriber);

        subscriber.request(2);
        assertThat(asked.take()).isEqualTo(1);
        assertThat(asked.take()).isEqualTo(2);
        subscriber.awaitItems(2, LIMIT);
        assertThat(count).hasValue(2);

        subscriber.request(1);
        assertThat(asked.take()).isEqualTo(3);
        subscriber.awaitItems(3, LIMIT).cancel();
    }

    @Test
    void endsWithTheSource() {
        int[] left = {3};
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create(Long.MAX_VALUE);
        new PulledPieces(() -> left[0]-- == 0 ? null : PIECE).subscribe(subscriber);

        subscriber.awaitCompletion(LIMIT);
        assertThat(subscriber.getItems()).hasSize(3);
    }

    @Test
    void handsOnAFailure() {
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create(1);
        new PulledPieces(() -> {
                    throw new IllegalStateException("broken");
                })
                .subscribe(subscriber);

        subscriber.awaitFailure(LIMIT).assertFailedWith(IllegalStateException.class, "broken");
    }

    @Test
    void wakesASourceThatWaitsWhenTheSubscriberLeaves() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create(1);
        new PulledPieces(
                        () -> {
                            waiting.countDown();
                            new CountDownLatch(1).await();
                            return PIECE;
                        },
                        cancelled::countDown)
                .subscribe(subscriber);
        waiting.await();

        subscriber.cancel();

        cancelled.await();
        subscriber.assertHasNotReceivedAnyItem();
    }

    @Test
    void hearsOfASubscriberThatLeavesBeforeItAsksForAnything() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create();
        new PulledPieces(() -> PIECE, cancelled::countDown).subscribe(subscriber);

        subscriber.cancel();

        cancelled.await();
    }

    @Test
    void hearsOfASubscriberThatLeavesAtOnce() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        AssertSubscriber<Piece> subscriber = new AssertSubscriber<>(0, true);
        new PulledPieces(() -> PIECE, cancelled::countDown).subscribe(subscriber);

        cancelled.await();
    }

    @Test
    void doesNotTellOfAnEndAsOfASubscriberThatLeft() {
        AtomicInteger cancelled = new AtomicInteger();
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create(1);
        new PulledPieces(() -> null, cancelled::incrementAndGet).subscribe(subscriber);

        subscriber.awaitCompletion(LIMIT).cancel();

        assertThat(cancelled).hasValue(0);
    }

    @Test
    void takesAnyDemand() {
        int[] left = {1000};
        AssertSubscriber<Piece> subscriber = AssertSubscriber.create();
        new PulledPieces(() -> left[0]-- == 0 ? null : PIECE).subscribe(subscriber);

        IntStream.range(0, 5).forEach(i -> subscriber.request(Long.MAX_VALUE));

        subscriber.awaitCompletion(LIMIT);
        assertThat(subscriber.getItems()).hasSize(1000);
    }
}
