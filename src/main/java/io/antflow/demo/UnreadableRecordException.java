package io.antflow.demo;

/** A record holds text that is not what its field is for. */
final class UnreadableRecordException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }
}
