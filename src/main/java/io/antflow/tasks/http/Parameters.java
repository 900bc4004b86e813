package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.DidYouMean;
import io.antflow.tasks.InvalidParametersException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a task one by one and collects all that is wrong with them. What can't be read is a violation,
 * and something harmless stands in for it, so that all the rest can be judged.
 */
final class Parameters {

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final ObjectNode with;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    Parameters(ObjectNode with) {
        this.with = with;
    }

    void violation(String field, String message) {
        violations.add(new Violation(field, message));
    }

    /** Null: not there. */
    @Nullable
    JsonNode value(String field) {
        known.add(field);
        JsonNode value = with.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** Null: not there or no text. */
    @Nullable
    String text(String field, String what) {
        JsonNode value = value(field);
        if (value == null || value.isTextual()) {
            return value == null ? null : value.textValue();
        }
        return wrong(field, what, value);
    }

    /** Null: not there or wrong. */
    <T> @Nullable T parsed(String field, String what, Function<String, T> parser) {
        String text = text(field, what);
        return text == null ? null : parse(field, field, text, parser);
    }

    /**
     * Null: wrong.
     *
     * @param parser throws an {@link IllegalArgumentException} that says what is wrong, to go on after the name
     */
    <T> @Nullable T parse(String field, String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            violation(field, name + " " + e.getMessage());
            return null;
        }
    }

    int wholeNumber(String field, int otherwise, int min, int max) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            wrong(field, "a whole number from %d to %d".formatted(min, max), value);
            return otherwise;
        }
        return value.intValue();
    }

    double number(String field, double otherwise, double min, double max) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            wrong(field, "a number from %s to %s".formatted(plain(min), plain(max)), value);
            return otherwise;
        }
        return value.doubleValue();
    }

    Duration seconds(String field, Duration otherwise, Duration min, Duration max) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(seconds >= inSeconds(min) && seconds <= inSeconds(max))) {
            wrong(
                    field,
                    "a number of seconds from %s to %s".formatted(plain(inSeconds(min)), plain(inSeconds(max))),
                    value);
            return otherwise;
        }
        return Duration.ofNanos(BigDecimal.valueOf(seconds).multiply(NANOS).longValue());
    }

    <E extends Enum<E>> E choice(String field, Class<E> type, E otherwise) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        for (E choice : type.getEnumConstants()) {
            if (value.isTextual() && value.textValue().equals(name(choice))) {
                return choice;
            }
        }
        wrong(
                field,
                "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Parameters::name)
                                .collect(Collectors.joining(", ")),
                value);
        return otherwise;
    }

    /** The fields of an object; none when it is not there or no object. */
    Set<Map.Entry<String, JsonNode>> entries(String field, String what) {
        JsonNode value = value(field);
        if (value != null && !value.isObject()) {
            wrong(field, what, value);
            return Set.of();
        }
        return value == null ? Set.of() : value.properties();
    }

    <T> @Nullable T wrong(String field, String what, JsonNode value) {
        violation(field, "%s is %s, not %s".formatted(field, what, ClientText.shown(value)));
        return null;
    }

    /**
     * To be called when all have been read.
     *
     * @throws InvalidParametersException something is wrong
     */
    void finish() throws InvalidParametersException {
        for (Map.Entry<String, JsonNode> field : with.properties()) {
            if (!known.contains(field.getKey())) {
                violation(ClientText.shown(field.getKey()), DidYouMean.unknown("parameter", field.getKey(), known));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
    }

    private static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static double inSeconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
