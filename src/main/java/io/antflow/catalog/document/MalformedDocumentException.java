package io.antflow.catalog.document;

import org.jspecify.annotations.Nullable;

/** A text is no document of its format. */
public final class MalformedDocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Location location;

    MalformedDocumentException(String message, @Nullable Location location) {
        super(message.replaceAll("\\p{Cntrl}+", " "));
        this.location = location;
    }

    /** What is wrong, on one line, without the place. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Where reading ended; null: in no place in particular. */
    public @Nullable Location location() {
        return location;
    }
}
