package io.antflow.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock; its one thread starts with the first call that is to come, and holds up no exit. */
final class SystemClock implements EngineClock {

    private final ScheduledThreadPoolExecutor timer;

    SystemClock() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("antflow-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Future<?> call = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> call.cancel(false);
    }
}
