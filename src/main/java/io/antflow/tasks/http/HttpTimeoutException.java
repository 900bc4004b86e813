package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** No connection, or no whole answer, in the time that the task gives it. */
@RegisterForReflection(methods = false, fields = false)
public final class HttpTimeoutException extends HttpNetworkException {

    private static final long serialVersionUID = 1L;

    HttpTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
