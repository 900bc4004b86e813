package io.antflow.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. Thread-safe; calls that come due are made by {@link #advance}, in the
 * order of their time, on the thread that advances.
 */
final class ManualClock implements EngineClock {

    static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final long START_NANOS = 42_000_000_000L;

    private final PriorityQueue<Call> pending =
            new PriorityQueue<>(Comparator.comparingLong(Call::due).thenComparingLong(Call::number));
    private final List<Call> takenBack = new ArrayList<>();
    private long now = START_NANOS;
    private long calls;
    private Instant wallClock = START;

    private record Call(long due, long number, Runnable action) {}

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    /** What {@link #nanoTime} was at first. */
    long startNanos() {
        return START_NANOS;
    }

    @Override
    public synchronized Instant instant() {
        return wallClock.plusNanos(now - START_NANOS);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        if (!delay.isPositive()) {
            Thread.startVirtualThread(action);
            return () -> {};
        }
        synchronized (this) {
            Call call = new Call(now + delay.toNanos(), calls++, action);
            pending.add(call);
            notifyAll();
            return () -> takeBack(call);
        }
    }

    private synchronized void takeBack(Call call) {
        if (pending.remove(call)) {
            takenBack.add(call);
        }
    }

    /** Lets time pass, stopping at every call that comes due on the way, also at those that come up meanwhile. */
    void advance(Duration by) {
        long target = nanoTime() + by.toNanos();
        for (Runnable action = nextUntil(target); action != null; action = nextUntil(target)) {
            action.run();
        }
    }

    private synchronized @Nullable Runnable nextUntil(long target) {
        Call next = pending.peek();
        if (next == null || next.due() > target) {
            now = Math.max(now, target);
            return null;
        }
        pending.remove();
        now = Math.max(now, next.due());
        return next.action();
    }

    /** Waits until a call is to come exactly that long from now. */
    synchronized void awaitTimer(Duration fromNow) throws InterruptedException {
        awaitTimers(1, fromNow);
    }

    /** Waits until so many calls are to come exactly that long from now. */
    synchronized void awaitTimers(int count, Duration fromNow) throws InterruptedException {
        long due = now + fromNow.toNanos();
        while (pending.stream().filter(call -> call.due() == due).count() < count) {
            wait();
        }
    }

    /** Makes the calls that were taken back all the same: a timer's thread may have been on its way already. */
    void makeCallsThatWereTakenBack() {
        List<Call> late;
        synchronized (this) {
            late = List.copyOf(takenBack);
            takenBack.clear();
        }
        late.forEach(call -> call.action().run());
    }

    /** What someone does who sets the machine's clock. */
    synchronized void stepWallClock(Duration by) {
        wallClock = wallClock.plus(by);
    }
}
