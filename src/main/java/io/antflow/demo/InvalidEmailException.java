package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** No mail can be sent to a user. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
final class InvalidEmailException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    InvalidEmailException(String email) {
        super("'" + email + "' is no email address");
    }
}
