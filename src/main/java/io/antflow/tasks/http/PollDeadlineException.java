package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import org.jspecify.annotations.Nullable;

/** What is polled was not done by the task's deadline. */
public final class PollDeadlineException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    PollDeadlineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
