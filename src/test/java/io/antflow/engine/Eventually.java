package io.antflow.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Waits for what other threads are about to bring about. What is waited for must stay so once it is so; the test's own
 * timeout bounds the wait.
 */
final class Eventually {

    private Eventually() {}

    static void eventually(String what, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            if (Thread.interrupted()) {
                throw new AssertionError("never: " + what);
            }
        }
    }

    /** Waits until the assertions hold; a test that runs into its timeout fails with the last reason why they did not. */
    static void eventually(ThrowingCallable assertions) {
        while (true) {
            try {
                assertions.call();
                return;
            } catch (Throwable notYet) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
                if (Thread.interrupted()) {
                    throw new AssertionError("never: " + notYet.getMessage(), notYet);
                }
            }
        }
    }
}
