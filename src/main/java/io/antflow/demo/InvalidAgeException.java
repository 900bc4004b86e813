package io.antflow.demo;

/** A user can't be of that age. */
final class InvalidAgeException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    InvalidAgeException(int age) {
        super("age is 0 to 130, not " + age);
    }
}
