package io.antflow.pipeline;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt.
 *
 * @param kind fixed, or doubling from attempt to attempt
 * @param initialWait the wait before the second attempt; zero tries again at once
 * @param maxWait no wait is longer than this
 * @param jitter 0 to 1: the part of the wait that is random; 0.2 spreads a wait of 10 s evenly over 8 to 10 s
 */
public record Backoff(Kind kind, Duration initialWait, Duration maxWait, double jitter) {

    /** The wait before the second attempt where none is given. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

    /** The cap where none is given: no wait, however large the attempt's number, is longer than an hour. */
    public static final Duration DEFAULT_MAX_WAIT = Duration.ofHours(1);

    /** How waits grow. */
    public enum Kind {
        /** All alike. */
        FIXED,
        /** Each twice the one before. */
        EXPONENTIAL
    }

    /** The same wait before every attempt. */
    public static Backoff fixed(Duration wait) {
        return new Backoff(Kind.FIXED, wait, wait.compareTo(DEFAULT_MAX_WAIT) > 0 ? wait : DEFAULT_MAX_WAIT, 0);
    }

    /** Waits that double, from {@code wait} up to {@code maxWait}. */
    public static Backoff exponential(Duration wait, Duration maxWait) {
        return new Backoff(Kind.EXPONENTIAL, wait, maxWait, 0);
    }

    /** This with a random part of each wait. */
    public Backoff withJitter(double jitter) {
        return new Backoff(kind, initialWait, maxWait, jitter);
    }

    /**
     * The wait before an attempt.
     *
     * @param attempt the number of the attempt to come, from 2
     * @param random where the jitter comes from
     * @return zero to {@code maxWait}
     */
    public Duration before(int attempt, RandomGenerator random) {
        double nanos = (double) initialWait.toNanos();
        if (kind == Kind.EXPONENTIAL) {
            nanos = Math.scalb(nanos, Math.min(attempt - 2, 62));
        }
        nanos = Math.min(nanos, (double) maxWait.toNanos());
        if (jitter > 0) {
            nanos -= nanos * jitter * random.nextDouble();
        }
        return Duration.ofNanos((long) nanos);
    }
}
