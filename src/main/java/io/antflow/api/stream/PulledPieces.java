package io.antflow.api.stream;

import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a source gives. Each subscriber has a virtual thread that waits first for the demand and then for the
 * source, so nothing is made that is not asked for: a stalled client costs its thread and no more. For one subscriber, as
 * the source is used up.
 */
final class PulledPieces implements Flow.Publisher<Piece> {

    private final PieceSource source;
    private final Runnable whenCancelled;

    PulledPieces(PieceSource source) {
        this(source, () -> {});
    }

    /** @param whenCancelled called once when the subscriber leaves before the end */
    PulledPieces(PieceSource source, Runnable whenCancelled) {
        this.source = source;
        this.whenCancelled = whenCancelled;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Piece> subscriber) {
        Pulling pulling = new Pulling(subscriber);
        subscriber.onSubscribe(pulling);
        pulling.thread.start();
    }

    private final class Pulling implements Flow.Subscription, Runnable {

        private final Flow.Subscriber<? super Piece> subscriber;
        private final Semaphore demand = new Semaphore(0);
        private final Thread thread = Thread.ofVirtual().name("antflow-stream").unstarted(this);

        Pulling(Flow.Subscriber<? super Piece> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void request(long n) {
            demand.release((int) Math.clamp(n, 0, Integer.MAX_VALUE - demand.availablePermits()));
        }

        @Override
        public void cancel() {
            thread.interrupt();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    demand.acquire();
                    @Nullable Piece piece = source.next();
                    if (piece == null) {
                        break;
                    }
                    subscriber.onNext(piece);
                }
            } catch (InterruptedException e) {
                whenCancelled.run();
                return;
            } catch (RuntimeException | Error e) {
                subscriber.onError(e);
                return;
            }
            subscriber.onComplete();
        }
    }
}
