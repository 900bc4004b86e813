package io.antflow.tasks.builtin;

/** What the task {@code fail} throws: the next attempt may go well. */
public final class DrillException extends Exception {

    private static final long serialVersionUID = 1L;

    DrillException(String message) {
        super(message);
    }
}
