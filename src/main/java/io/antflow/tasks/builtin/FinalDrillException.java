package io.antflow.tasks.builtin;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the task {@code fail} throws when its kind is {@code not_retryable}. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class FinalDrillException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    FinalDrillException(String message) {
        super(message);
    }
}
