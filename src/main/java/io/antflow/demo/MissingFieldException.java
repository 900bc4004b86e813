package io.antflow.demo;

/** A record lacks a field that every user has. */
final class MissingFieldException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    MissingFieldException(String field) {
        super("field '" + field + "' is missing");
    }
}
