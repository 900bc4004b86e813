package io.antflow.tasks.http;

import java.time.Duration;

/**
 * When to ask again.
 *
 * @param interval before the second question
 * @param backoff by what each further interval is longer than the one before; 1: not at all
 * @param maxInterval the longest
 * @param deadline from the first question; no question is begun after it
 * @param maxFailures transient failures in a row that are borne
 */
record PollPlan(Duration interval, double backoff, Duration maxInterval, Duration deadline, int maxFailures) {

    /** The interval after that one. */
    Duration after(Duration last) {
        double nanos = last.toNanos() * backoff;
        return nanos >= maxInterval.toNanos() ? maxInterval : Duration.ofNanos((long) nanos);
    }
}
