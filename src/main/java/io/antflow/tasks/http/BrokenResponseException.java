package io.antflow.tasks.http;

import org.jspecify.annotations.Nullable;

/** The connection broke before the answer was whole, or what came is no HTTP. */
public final class BrokenResponseException extends HttpNetworkException {

    private static final long serialVersionUID = 1L;

    BrokenResponseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
