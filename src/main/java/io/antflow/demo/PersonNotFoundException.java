package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The directory has nobody of that address. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
final class PersonNotFoundException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    PersonNotFoundException(String email) {
        super("the directory knows nobody with address '" + email + "'");
    }
}
