package io.antflow.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * All that the engine knows of time, so that a test can make it pass. Thread-safe.
 *
 * <p>Durations and event order come from {@link #nanoTime()}; {@link #instant()} is asked once a run, to tell what the
 * run's first nanosecond was, so that a step of the wall clock makes no negative times.
 */
public interface EngineClock extends InstantSource {

    /** Like {@link System#nanoTime()}. */
    long nanoTime();

    /**
     * Calls back once.
     *
     * @param delay from now; zero or less: as soon as possible
     * @param action short, and throws nothing
     * @return takes the call back; does nothing when it was made
     */
    Timer schedule(Duration delay, Runnable action);

    @Override
    Instant instant();

    /** A call that is to come. */
    @FunctionalInterface
    interface Timer {
        /** Takes it back. */
        void cancel();
    }

    /** The machine's clock. */
    static EngineClock system() {
        return new SystemClock();
    }
}
