package io.antflow.tasks.http;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The server answered with a status that the task does not expect. */
@RegisterForReflection(methods = false, fields = false)
public abstract sealed class HttpStatusException extends Exception
        permits RetryableStatusException, UnexpectedStatusException {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpStatusException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The answer's status, 200 to 999. */
    public int status() {
        return status;
    }
}
