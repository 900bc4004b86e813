package io.antflow.api.caller;

import java.util.function.LongSupplier;

/** Lets so much through at once after a pause, and so much a second on average. Thread-safe. */
/*
 * Kept is only when the bucket will be full again (GCRA): so nothing has to fill it, and one that is full says nothing and
 * can be thrown away.
 */
public final class TokenBucket {

    private static final long SECOND = 1_000_000_000;

    private final LongSupplier nanoTime;
    private final long interval;
    private final long depth;
    private long full;

    /**
     * A full one.
     *
     * @param perSecond at least 1
     * @param burst at least 1
     */
    public TokenBucket(int perSecond, int burst, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.interval = SECOND / perSecond;
        this.depth = (burst - 1L) * interval;
        this.full = nanoTime.getAsLong();
    }

    /** Takes a token. 0: it was there; else in how many nanoseconds there will be one. */
    public synchronized long take() {
        long now = nanoTime.getAsLong();
        long missing = Math.max(0, full - now);
        if (missing > depth) {
            return missing - depth;
        }
        full = now + missing + interval;
        return 0;
    }

    synchronized boolean isFull() {
        return full - nanoTime.getAsLong() <= 0;
    }
}
