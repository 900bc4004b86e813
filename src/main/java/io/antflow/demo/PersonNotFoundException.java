package io.antflow.demo;

/** The directory has nobody of that address. */
final class PersonNotFoundException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    PersonNotFoundException(String email) {
        super("the directory knows nobody with address '" + email + "'");
    }
}
