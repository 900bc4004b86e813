package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field. A field that is absent or null reads as null; so does one of a wrong type,
 * which is a violation. Nothing is converted: no fraction becomes a whole number, no string a number.
 */
final class ObjectFields {

    private final String path;
    private final String subject;
    private final JsonNode object;
    private final Violations violations;
    private final Set<String> known = new TreeSet<>();

    /**
     * @param path of the object, empty for the whole document
     * @param subject who violates, such as {@code "stage 'Fetch': "}; may be empty
     */
    ObjectFields(String path, String subject, JsonNode object, Violations violations) {
        this.path = path;
        this.subject = subject;
        this.object = object;
        this.violations = violations;
    }

    String subject() {
        return subject;
    }

    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Adds a violation about what was read from a field. */
    void violation(String field, String message) {
        violations.add(path(field), subject + message);
    }

    /** Adds a violation about a field that holds nothing of use. */
    void unreadable(String field, String message) {
        violations.unreadable(path(field), subject + message);
    }

    /** The field as a string, which has to be there. */
    @Nullable
    String requiredText(String field) {
        if (value(field) == null) {
            unreadable(field, field + " is missing");
        }
        return text(field);
    }

    @Nullable
    String text(String field) {
        JsonNode value = value(field);
        return value == null ? null : text(field, value);
    }

    private @Nullable String text(String field, JsonNode value) {
        return value.isTextual() ? value.textValue() : wrong(field, "a string", value);
    }

    @Nullable
    Boolean flag(String field) {
        JsonNode value = value(field);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        return wrong(field, "true or false", value);
    }

    @Nullable
    Integer wholeNumber(String field) {
        JsonNode value = value(field);
        return value == null ? null : wholeNumber(field, value);
    }

    private @Nullable Integer wholeNumber(String field, JsonNode value) {
        if (!value.isIntegralNumber()) {
            return wrong(field, "a whole number", value);
        }
        if (!value.canConvertToInt()) {
            return wrong(field, "a whole number up to " + Integer.MAX_VALUE, value);
        }
        return value.intValue();
    }

    /** A finite number. */
    @Nullable
    Double number(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        return value.isNumber() && Double.isFinite(value.doubleValue())
                ? (Double) value.doubleValue()
                : wrong(field, "a number", value);
    }

    <E extends Enum<E>> @Nullable E choice(String field, Class<E> type) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        for (E choice : type.getEnumConstants()) {
            if (value.isTextual() && value.textValue().equals(name(choice))) {
                return choice;
            }
        }
        return wrong(
                field,
                Arrays.stream(type.getEnumConstants()).map(ObjectFields::name).collect(Collectors.joining(" or ")),
                value);
    }

    /** The elements of a list; none also when there is no list, or one that is too long. */
    List<JsonNode> elements(String field, String of, int max) {
        JsonNode value = value(field);
        if (value != null && !value.isArray()) {
            wrong(field, "a list of " + of, value);
        } else if (value != null && value.size() > max) {
            unreadable(field, "%s has at most %d entries, not %d".formatted(field, max, value.size()));
        } else if (value != null) {
            return StreamSupport.stream(value.spliterator(), false).toList();
        }
        return List.of();
    }

    /** The strings of a list. */
    @Nullable
    List<String> texts(String field, String of, int max) {
        if (value(field) == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(field, of, max)) {
            String place = field + "[" + texts.size() + "]";
            String text = text(place, element);
            texts.add(text == null ? "" : text);
        }
        return texts;
    }

    /** The whole numbers of an object, by name. */
    @Nullable
    Map<String, Integer> wholeNumbers(String field, String of) {
        JsonNode value = object(field, of);
        if (value == null) {
            return null;
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String place = field + "." + ClientText.shown(entry.getKey());
            Integer number = wholeNumber(place, entry.getValue());
            numbers.put(entry.getKey(), number == null ? 1 : number);
        }
        return numbers;
    }

    @Nullable
    JsonNode object(String field, String of) {
        JsonNode value = value(field);
        if (value == null || value.isObject()) {
            return value;
        }
        return wrong(field, "an object of " + of, value);
    }

    /** To be called when all fields have been read. */
    void refuseOthers() {
        for (String field : (Iterable<String>) object::fieldNames) {
            if (violations.enough()) {
                return;
            }
            if (!known.contains(field)) {
                violations.add(path(ClientText.shown(field)), subject + DidYouMean.unknown("field", field, known));
            }
        }
    }

    private @Nullable JsonNode value(String field) {
        known.add(field);
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private <T> @Nullable T wrong(String field, String expected, JsonNode value) {
        unreadable(field, "%s is %s, not %s".formatted(field, expected, ClientText.shown(value)));
        return null;
    }

    private static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
