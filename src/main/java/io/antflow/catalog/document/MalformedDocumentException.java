package io.antflow.catalog.document;

import org.jspecify.annotations.Nullable;

/** A text is no document of its format. */
public final class MalformedDocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 400;

    private final transient @Nullable Location location;

    MalformedDocumentException(String message, @Nullable Location location) {
        super(plain(message));
        this.location = location;
    }

    private static String plain(String message) {
        String line = message.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }

    /** What is wrong, on one line that is not too long, without the place. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Where reading ended; null: in no place in particular. */
    public @Nullable Location location() {
        return location;
    }
}
