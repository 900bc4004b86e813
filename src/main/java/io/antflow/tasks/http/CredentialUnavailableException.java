package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** A credential's secret could not be read; it may be back for the next attempt. */
@RegisterForReflection(methods = false, fields = false)
public final class CredentialUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    CredentialUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
