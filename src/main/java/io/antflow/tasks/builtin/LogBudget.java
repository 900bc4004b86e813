package io.antflow.tasks.builtin;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many lines through in any second that begins with a line. Thread-safe. */
final class LogBudget {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int linesPerSecond;
    private final LongSupplier nanoTime;
    private long secondBegan;
    private int given;
    private long refused;

    LogBudget(int linesPerSecond, LongSupplier nanoTime) {
        this.linesPerSecond = linesPerSecond;
        this.nanoTime = nanoTime;
        this.secondBegan = nanoTime.getAsLong();
    }

    /** Asks for one line. */
    synchronized Grant ask() {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= SECOND) {
            secondBegan = now;
            given = 0;
        }
        if (given == linesPerSecond) {
            refused++;
            return new Grant(false, 0);
        }
        given++;
        Grant grant = new Grant(true, refused);
        refused = 0;
        return grant;
    }

    /** @param refusedBefore since the last one that was given */
    record Grant(boolean given, long refusedBefore) {}
}
