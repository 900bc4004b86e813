package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The server answered with a status that another attempt would most likely get as well, such as 404. */
@RegisterForReflection(methods = false, fields = false)
public final class UnexpectedStatusException extends HttpStatusException implements NotRetryable {

    private static final long serialVersionUID = 1L;

    UnexpectedStatusException(String message, int status) {
        super(message, status);
    }
}
