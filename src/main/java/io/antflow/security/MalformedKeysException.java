package io.antflow.security;

import java.io.Serial;

/** A file of keys that can't be used; the message goes on after its name. */
final class MalformedKeysException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedKeysException(String what) {
        super(what);
    }

    MalformedKeysException(int line, String what) {
        super("line %d %s".formatted(line, what));
    }
}
