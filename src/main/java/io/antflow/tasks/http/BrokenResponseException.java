package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The connection broke before the answer was whole, or what came is no HTTP. */
@RegisterForReflection(methods = false, fields = false)
public final class BrokenResponseException extends HttpNetworkException {

    private static final long serialVersionUID = 1L;

    BrokenResponseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
