package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** An item makes no usable request: a placeholder without a value, a URL that is none. */
@RegisterForReflection(methods = false, fields = false)
public final class InvalidRequestException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    InvalidRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
