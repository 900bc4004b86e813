package io.antflow.tasks.http;

import org.jspecify.annotations.Nullable;

/** A credential's secret could not be read; it may be back for the next attempt. */
public final class CredentialUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    CredentialUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
