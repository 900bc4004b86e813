package io.antflow.engine;

import io.antflow.pipeline.CallRate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a burst of calls through, then one every period / calls: the generic cell rate algorithm (ITU-T I.371), which needs
 * no more than the theoretical arrival time of the next call. Thread-safe.
 */
final class CallRateLimiter {

    private final EngineClock clock;
    private final long intervalNanos;
    private final long toleranceNanos;
    private long nextArrival;
    private boolean used;

    CallRateLimiter(CallRate rate, EngineClock clock) {
        this.clock = clock;
        this.intervalNanos = Math.max(1, rate.period().toNanos() / rate.calls());
        this.toleranceNanos = intervalNanos * (rate.calls() - 1);
    }

    /** Waits for its turn. */
    void acquire() throws InterruptedException {
        long wait = reserve();
        if (wait > 0) {
            CountDownLatch turn = new CountDownLatch(1);
            EngineClock.Timer timer = clock.schedule(Duration.ofNanos(wait), turn::countDown);
            try {
                turn.await();
            } finally {
                timer.cancel();
            }
        }
    }

    private synchronized long reserve() {
        long now = clock.nanoTime();
        long arrival = used && nextArrival - now > 0 ? nextArrival : now;
        used = true;
        nextArrival = arrival + intervalNanos;
        return arrival - toleranceNanos - now;
    }
}
