package io.antflow.pipeline;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work.
 *
 * @param id a string of 1 to 256 characters without control characters, or a whole number; null: its sequence number
 * @param value what the first task gets; null is a value
 * @param metadata carried unchanged to the result; unmodifiable
 * @param priority lower is sooner; {@value #DEFAULT_PRIORITY} by default
 */
public record Item(@Nullable Object id, @Nullable Object value, Map<String, @Nullable Object> metadata, int priority) {

    /** The priority of an item that names none. */
    public static final int DEFAULT_PRIORITY = 100;

    /** The longest id, in characters. */
    public static final int MAX_ID_LENGTH = 256;

    /** @throws IllegalArgumentException when the id is none */
    public Item {
        id = id == null ? null : checkedId(id);
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** An item with that value, its sequence number as id. */
    public static Item of(@Nullable Object value) {
        return new Item(null, value, Map.of(), DEFAULT_PRIORITY);
    }

    /** An item with that id and value. */
    public static Item of(Object id, @Nullable Object value) {
        return new Item(id, value, Map.of(), DEFAULT_PRIORITY);
    }

    /** This item with another priority. */
    public Item withPriority(int priority) {
        return new Item(id, value, metadata, priority);
    }

    /** This item with other metadata. */
    public Item withMetadata(Map<String, @Nullable Object> metadata) {
        return new Item(id, value, metadata, priority);
    }

    private static Object checkedId(Object id) {
        return switch (id) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case BigInteger number -> number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
            case String text -> checkedId(text);
            default ->
                throw new IllegalArgumentException("an item's id is a string or a whole number, not a "
                        + id.getClass().getSimpleName());
        };
    }

    private static String checkedId(String text) {
        if (text.isEmpty() || text.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "an item's id has 1 to " + MAX_ID_LENGTH + " characters, not " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an item's id has no control characters");
        }
        return text;
    }
}
