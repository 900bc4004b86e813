package io.antflow.runtime;

import io.antflow.engine.FeedReport;
import io.antflow.engine.Run;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;

/** Feeds a run from a {@link Multi}, which is asked for no more than the run has room for. */
public final class MultiFeed {

    /** How many items are asked for ahead. */
    private static final int AHEAD = 32;

    private MultiFeed() {}

    /**
     * Feeds the first stage with all items of the {@code Multi}, until it ends or the run takes no more; then, or when
     * feeding fails, it is cancelled. Blocks: not to be called on an event loop.
     *
     * @param items {@link io.antflow.pipeline.Item}s are taken as such, all others as values
     * @return what became of them
     * @throws InterruptedException while it waits for an item or for room; what was accepted goes on
     * @throws RuntimeException what the {@code Multi} failed with, as the cause when it is a checked exception; what was
     *     accepted before goes on
     */
    public static FeedReport feed(Run run, Multi<?> items) throws InterruptedException {
        try (Stream<?> stream = items.subscribe().asStream(AHEAD, () -> new ArrayBlockingQueue<>(AHEAD))) {
            return run.feedAll(stream);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException)
                        new InterruptedException("interrupted while waiting for an item").initCause(e);
            }
            throw e;
        }
    }
}
