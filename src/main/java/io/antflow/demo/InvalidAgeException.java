package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A user can't be of that age. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
final class InvalidAgeException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    InvalidAgeException(int age) {
        super("age is 0 to 130, not " + age);
    }
}
