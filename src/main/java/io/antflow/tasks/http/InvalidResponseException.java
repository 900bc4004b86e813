package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The body of an answer is not what its type says: cut or malformed JSON, text in an unknown charset. */
@RegisterForReflection(methods = false, fields = false)
public final class InvalidResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidResponseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
