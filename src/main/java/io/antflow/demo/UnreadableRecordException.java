package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A record holds text that is not what its field is for. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
final class UnreadableRecordException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }
}
