package io.antflow.api.intake;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What comes next in a body of items. */
sealed interface BodyPart {

    /** The value of one item, not yet looked at. */
    record Element(Place place, JsonNode json) implements BodyPart {}

    /** The body is at its proper end. */
    record End() implements BodyPart {}

    /**
     * Nothing can be read from here on.
     *
     * @param reason what is wrong
     * @param detail what is wrong, in a sentence
     * @param place the element at fault; null: the body as a whole
     * @param column where in its line, from 1; null: not known
     */
    record Broken(
            Reason reason,
            String detail,
            @Nullable Place place,
            @Nullable Long column) implements BodyPart {}

    /** What makes a body unreadable. */
    enum Reason {
        /** No JSON, or not of the right form. */
        MALFORMED,
        /** The item or the body is longer than allowed. */
        TOO_LARGE,
        /** The client is gone, or was silent for too long. */
        INCOMPLETE
    }

    /**
     * Where an element stands.
     *
     * @param line the line it begins in, from 1
     * @param index its place in the array, from 0; null: the body is no array
     */
    record Place(long line, @Nullable Long index) {}
}
