package io.antflow.tasks.jq;

import java.time.Duration;

/**
 * How far an evaluation may go.
 *
 * @param timeout how long it may take; positive
 * @param maxBytes about how much memory the values may take that it makes; positive
 */
record Limits(Duration timeout, long maxBytes) {

    /** What is configured when nothing is. */
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), 256 << 20);

    /** How many values an expression may give. */
    static final int MAX_OUTPUTS = 10_000;

    /** How heavy one value may be. */
    long maxValueBytes() {
        return maxBytes / 4;
    }

    String timeoutText() {
        return "%d ms (antflow.expressions.timeout)".formatted(timeout.toMillis());
    }

    String maxBytesText() {
        return "%d MB (antflow.expressions.max-memory)".formatted(maxBytes >> 20);
    }

    String maxValueBytesText() {
        return "%d MB (a quarter of antflow.expressions.max-memory)".formatted(maxValueBytes() >> 20);
    }
}
