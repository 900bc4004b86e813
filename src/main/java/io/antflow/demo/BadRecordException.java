package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A record is wrong in itself: another attempt would find the same. */
@RegisterForReflection(methods = false, fields = false)
abstract class BadRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRecordException(String message) {
        super(message);
    }
}
