package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The answer is larger than the task takes. */
@RegisterForReflection(methods = false, fields = false)
public final class ResponseTooLargeException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    ResponseTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
