package io.antflow.runtime;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the clients' streams and what went out on them, by kind: whoever streams counts here, whoever measures reads
 * here, so that neither knows the other. Thread-safe; counting costs next to nothing and never waits.
 */
@Singleton
public final class StreamCounts {

    private final Counts[] byKind =
            Arrays.stream(StreamKind.values()).map(kind -> new Counts()).toArray(Counts[]::new);

    /** A stream has begun. Each call is followed by exactly one of {@link #closed}. */
    public void opened(StreamKind kind) {
        of(kind).open.increment();
    }

    /** A stream has ended: finished, failed, or left by its client. */
    public void closed(StreamKind kind) {
        of(kind).open.decrement();
    }

    /**
     * Events were handed to the connection.
     *
     * @param events how many, zero or more; heartbeats, start, gap and finish are not counted
     */
    public void sent(StreamKind kind, long events) {
        of(kind).sent.add(events);
    }

    /**
     * A client will never get these events, because it was too slow for them.
     *
     * @param events how many, zero or more
     */
    public void dropped(StreamKind kind, long events) {
        of(kind).dropped.add(events);
    }

    /** How many streams are open now. */
    public long open(StreamKind kind) {
        return of(kind).open.sum();
    }

    /** How many events were sent since the start of the service. */
    public long sent(StreamKind kind) {
        return of(kind).sent.sum();
    }

    /** How many events were dropped since the start of the service. */
    public long dropped(StreamKind kind) {
        return of(kind).dropped.sum();
    }

    private Counts of(StreamKind kind) {
        return byKind[kind.ordinal()];
    }

    private static final class Counts {
        private final LongAdder open = new LongAdder();
        private final LongAdder sent = new LongAdder();
        private final LongAdder dropped = new LongAdder();
    }
}
