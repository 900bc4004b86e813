package io.antflow.tasks.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment until which something has to be done, on a clock that only goes forward. */
final class Deadline {

    private final LongSupplier nanoTime;
    private final long endNanos;
    private final Duration limit;

    private Deadline(LongSupplier nanoTime, long endNanos, Duration limit) {
        this.nanoTime = nanoTime;
        this.endNanos = endNanos;
        this.limit = limit;
    }

    static Deadline in(Duration limit, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + limit.toNanos(), limit);
    }

    /** How long it was in all. */
    Duration limit() {
        return limit;
    }

    /** Negative when it has passed. */
    long remainingNanos() {
        return endNanos - nanoTime.getAsLong();
    }
}
