package io.antflow.api.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON value is as an item: an object with {@code id} brings its id, its {@code value} (or else the whole object) is
 * the value, and its other fields are the metadata. Anything else is the value itself.
 */
final class ItemRule {

    private ItemRule() {}

    /** @throws IllegalArgumentException when the id is none; the message says why */
    static Item item(JsonNode json, int priority) {
        JsonNode id = json.isObject() ? json.get("id") : null;
        if (id == null) {
            return new Item(null, json, Map.of(), priority);
        }
        JsonNode value = json.get("value");
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        json.properties().forEach(field -> metadata.put(field.getKey(), field.getValue()));
        metadata.remove("id");
        metadata.remove("value");
        return new Item(idOf(id), value == null ? json : value, metadata, priority);
    }

    private static Object idOf(JsonNode id) {
        if (id.isIntegralNumber()) {
            return id.canConvertToLong() ? (Object) id.longValue() : id.bigIntegerValue();
        }
        if (!id.isTextual()) {
            throw new IllegalArgumentException("an item's id is a string or a whole number, not "
                    + switch (id.getNodeType()) {
                        case NULL -> "null";
                        case NUMBER -> "one with a fraction or exponent";
                        case BOOLEAN -> "a truth value";
                        case ARRAY -> "an array";
                        default -> "an object";
                    });
        }
        if (!wellFormed(id.textValue())) {
            throw new IllegalArgumentException("an item's id has no lone surrogates");
        }
        return id.textValue();
    }

    /** A lone surrogate has no UTF-8: such an id could not be given back. */
    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
