package io.antflow.pipeline;

import java.time.Duration;

/** What an exception implements when it knows how long to wait at least: a service that is busy has said so. */
@FunctionalInterface
public interface RetryAfter {

    /** The longest wait that is heeded: who names a longer one has made a mistake. */
    Duration MAX = Duration.ofHours(1);

    /** The shortest wait before the next attempt, from its throwing on; negative counts as zero. */
    Duration retryAfter();
}
