package io.antflow.runtime;

import io.antflow.engine.FeedReport;
import io.antflow.engine.Run;
import io.smallrye.mutiny.Multi;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Feeds a run from a {@link Multi}, which is asked for no more than the run has room for. */
public final class MultiFeed {

    /** How many items are asked for ahead. */
    private static final int AHEAD = 32;

    private MultiFeed() {}

    /**
     * Feeds the first stage with all items of the {@code Multi}, until it ends or the run takes no more. When this returns
     * or throws, the {@code Multi} has ended or is cancelled. Blocks: not to be called on an event loop.
     *
     * @param items {@link io.antflow.pipeline.Item}s are taken as such, all others as values
     * @return what became of them
     * @throws InterruptedException while it waits for an item or for room; what was accepted goes on
     * @throws CompletionException the {@code Multi} failed, with the cause; all items that came before were fed
     */
    public static FeedReport feed(Run run, Multi<?> items) throws InterruptedException {
        Items source = new Items();
        items.subscribe().withSubscriber(source);
        try {
            FeedReport report = run.feedAll(() -> source);
            source.throwFailure();
            return report;
        } finally {
            source.cancel();
        }
    }

    /** The items as an iterator that waits for them. Of Mutiny's own ones, a failure overtakes the items before it. */
    private static final class Items implements Flow.Subscriber<Object>, Iterator<Object> {

        private sealed interface Signal {}

        private record Next(Object item) implements Signal {}

        private record End(@Nullable Throwable failure) implements Signal {}

        /** Never holds more than was asked for, and the end. */
        private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

        private volatile Flow.@Nullable Subscription subscription;
        private @Nullable Signal head;
        private boolean interrupted;

        @Override
        public void onSubscribe(Flow.Subscription to) {
            subscription = to;
            to.request(AHEAD);
        }

        @Override
        public void onNext(Object item) {
            signals.add(new Next(item));
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(new End(failure));
        }

        @Override
        public void onComplete() {
            signals.add(new End(null));
        }

        @Override
        public boolean hasNext() {
            try {
                Signal first = head;
                if (first == null) {
                    first = signals.take();
                    head = first;
                }
                return first instanceof Next;
            } catch (InterruptedException e) {
                interrupted = true;
                return false;
            }
        }

        @Override
        public Object next() {
            if (!hasNext() || !(head instanceof Next(Object item))) {
                throw new NoSuchElementException();
            }
            head = null;
            Flow.Subscription of = subscription;
            if (of != null) {
                of.request(1);
            }
            return item;
        }

        void throwFailure() throws InterruptedException {
            if (interrupted) {
                throw new InterruptedException();
            }
            if (head instanceof End(Throwable failure) && failure != null) {
                throw new CompletionException(failure);
            }
        }

        void cancel() {
            Flow.Subscription of = subscription;
            if (of != null) {
                of.cancel();
            }
        }
    }
}
