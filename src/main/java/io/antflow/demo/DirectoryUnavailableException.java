package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/** The directory did not answer this time. */
@RegisterForReflection(methods = false, fields = false)
final class DirectoryUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryUnavailableException(String message) {
        super(message);
    }
}
