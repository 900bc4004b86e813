package io.antflow.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a run's items, in the order in which they came, for those who follow the results; and the bounds of what is
 * remembered of items that have ended. Thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // one constant stands for all that is forgotten
final class EndedLog {

    private static final int CHUNK = 1024;
    private static final @Nullable StatusEvent[] FORGOTTEN = {};

    private final int recentFailures;
    private final List<@Nullable StatusEvent[]> chunks = new ArrayList<>();
    private final Deque<StatusEvent> failures = new ArrayDeque<>();
    private long size;
    private boolean complete;
    private int waiting;

    EndedLog(int recentFailures) {
        this.recentFailures = recentFailures;
    }

    /** @param keep whether the item's result can be asked for */
    synchronized void add(StatusEvent end, boolean keep) {
        if (end.status() == ItemStatus.FAILED) {
            failures.addFirst(end);
            if (failures.size() > recentFailures) {
                failures.removeLast();
            }
        }
        if (end.status() != ItemStatus.CANCELLED && keep) {
            int slot = (int) (size % CHUNK);
            if (slot == 0) {
                chunks.add(new StatusEvent[CHUNK]);
            }
            chunks.getLast()[slot] = end;
            size++;
            wake();
        }
    }

    /** Nothing follows; false: something follows after all. */
    synchronized void setComplete(boolean complete) {
        this.complete = complete;
        wake();
    }

    private void wake() {
        if (waiting > 0) {
            notifyAll();
        }
    }

    synchronized List<StatusEvent> read(long position, int max) {
        List<StatusEvent> events = new ArrayList<>();
        for (long at = Math.max(0, position); at < size && events.size() < max; at++) {
            @Nullable StatusEvent[] chunk = chunks.get((int) (at / CHUNK));
            StatusEvent event = chunk == FORGOTTEN ? null : chunk[(int) (at % CHUNK)];
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    /** Waits until something is there or nothing follows; false: the time ran out. */
    synchronized boolean await(long position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        waiting++;
        try {
            while (position >= size && !complete) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } finally {
            waiting--;
        }
    }

    /** Most recent first. */
    synchronized List<StatusEvent> recentFailures() {
        return List.copyOf(failures);
    }

    /** Lets go of the results before a position; asked with rising positions. */
    synchronized void forgetBefore(long position) {
        for (int chunk = (int) (position / CHUNK) - 1; chunk >= 0 && chunks.get(chunk) != FORGOTTEN; chunk--) {
            chunks.set(chunk, FORGOTTEN);
        }
    }
}
