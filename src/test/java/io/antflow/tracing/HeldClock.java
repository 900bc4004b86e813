package io.antflow.tracing;

import io.antflow.engine.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that runs, but calls back only when a test says so, and then all at once, in the order in which it was asked to. */
final class HeldClock implements EngineClock {

    private record Call(Duration delay, Runnable action) {}

    private final List<Call> calls = new ArrayList<>();

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable action) {
        Call call = new Call(delay, action);
        calls.add(call);
        notifyAll();
        return () -> takeBack(call);
    }

    private synchronized void takeBack(Call call) {
        calls.remove(call);
    }

    /** Waits until so many calls after that delay are to be made. */
    synchronized void await(Duration delay, int count) throws InterruptedException {
        while (calls.stream().filter(call -> call.delay().equals(delay)).count() < count) {
            wait();
        }
    }

    /** Waits until a call after that delay was asked for, and makes it. */
    void fire(Duration delay) throws InterruptedException {
        take(delay).action().run();
    }

    private synchronized Call take(Duration delay) throws InterruptedException {
        while (true) {
            for (Call call : calls) {
                if (call.delay().equals(delay)) {
                    calls.remove(call);
                    return call;
                }
            }
            wait();
        }
    }
}
