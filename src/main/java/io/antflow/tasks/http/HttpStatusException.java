package io.antflow.tasks.http;

/** The server answered with a status that the task does not expect. */
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
