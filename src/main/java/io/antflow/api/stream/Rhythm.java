package io.antflow.api.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When something is to be shown that is shown again and again: at a fixed interval, and after a delay at once, but then only
 * the newest. Used by one thread.
 */
final class Rhythm {

    private final long interval;
    private final LongSupplier nanoTime;
    private long due;

    /** The first time is one interval from now. */
    Rhythm(Duration interval, LongSupplier nanoTime) {
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong() + this.interval;
    }

    /** For how long to wait; not positive: no more. */
    long nanosLeft() {
        return due - nanoTime.getAsLong();
    }

    /** It is shown now. @return how many times were missed since the last */
    long shown() {
        long missed = Math.max(0, -nanosLeft() / interval);
        due += (missed + 1) * interval;
        return missed;
    }
}
