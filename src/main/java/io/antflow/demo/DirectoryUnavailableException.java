package io.antflow.demo;

import java.io.IOException;

/** The directory did not answer this time. */
final class DirectoryUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryUnavailableException(String message) {
        super(message);
    }
}
