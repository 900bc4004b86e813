package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What is polled was not done by the task's deadline. */
@RegisterForReflection(methods = false, fields = false)
public final class PollDeadlineException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    PollDeadlineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
