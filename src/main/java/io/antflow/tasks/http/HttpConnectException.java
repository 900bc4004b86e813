package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** No connection to the server: its name is unknown, it refuses, or its certificate is not trusted. */
@RegisterForReflection(methods = false, fields = false)
public final class HttpConnectException extends HttpNetworkException {

    private static final long serialVersionUID = 1L;

    HttpConnectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
