package io.antflow.demo;

/** No mail can be sent to a user. */
final class InvalidEmailException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    InvalidEmailException(String email) {
        super("'" + email + "' is no email address");
    }
}
