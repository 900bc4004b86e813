package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A record lacks a field that every user has. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
final class MissingFieldException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    MissingFieldException(String field) {
        super("field '" + field + "' is missing");
    }
}
