package io.antflow.tasks.http;

import io.antflow.pipeline.RetryAfter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/** The server answered with a status that may be gone at the next attempt, such as 503, and may have said when. */
@RegisterForReflection(methods = false, fields = false)
public final class RetryableStatusException extends HttpStatusException implements RetryAfter {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** @param retryAfter zero when the server did not say */
    RetryableStatusException(String message, int status, Duration retryAfter) {
        super(message, status);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
