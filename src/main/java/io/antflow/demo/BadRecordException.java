package io.antflow.demo;

/** A record is wrong in itself: another attempt would find the same. */
abstract class BadRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRecordException(String message) {
        super(message);
    }
}
