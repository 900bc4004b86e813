package io.antflow.tasks.builtin;

import io.antflow.pipeline.NotRetryable;
import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A path for a file is none that may be written; it never will be. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class UnusablePathException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    UnusablePathException(String path, String why) {
        super("path '%s' %s".formatted(ClientText.shown(path), why));
    }
}
