package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What is polled has failed: {@code fail_if} holds. */
@RegisterForReflection(methods = false, fields = false)
public final class PollFailedException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    PollFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
