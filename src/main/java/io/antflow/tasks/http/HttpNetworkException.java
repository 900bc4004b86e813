package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something on the way to the server and back; it is retried. */
@RegisterForReflection(methods = false, fields = false)
public abstract sealed class HttpNetworkException extends IOException
        permits HttpConnectException, HttpTimeoutException, BrokenResponseException {

    private static final long serialVersionUID = 1L;

    HttpNetworkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
