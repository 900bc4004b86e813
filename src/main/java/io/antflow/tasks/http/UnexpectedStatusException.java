package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;

/** The server answered with a status that another attempt would most likely get as well, such as 404. */
public final class UnexpectedStatusException extends HttpStatusException implements NotRetryable {

    private static final long serialVersionUID = 1L;

    UnexpectedStatusException(String message, int status) {
        super(message, status);
    }
}
