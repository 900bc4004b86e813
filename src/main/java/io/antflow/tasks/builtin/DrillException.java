package io.antflow.tasks.builtin;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the task {@code fail} throws: the next attempt may go well. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class DrillException extends Exception {

    private static final long serialVersionUID = 1L;

    DrillException(String message) {
        super(message);
    }
}
