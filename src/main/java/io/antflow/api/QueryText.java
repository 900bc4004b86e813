package io.antflow.api;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Query parameters as they come in: JAX-RS would answer 404 where a value does not convert, and name neither the parameter
 * nor what it may be.
 */
public final class QueryText {

    private QueryText() {}

    /**
     * A whole number.
     *
     * @throws HttpProblem 400 when the text is none or out of range
     */
    public static int wholeNumber(String name, @Nullable String text, int min, int max, int absent) {
        if (text == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the answer is the same
        }
        throw ProblemType.INVALID_PARAMETER.because(
                "%s is a whole number from %d to %d, not '%s'".formatted(name, min, max, text));
    }

    /**
     * True or false; absent is false.
     *
     * @throws HttpProblem 400 when the text is neither
     */
    public static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default ->
                throw ProblemType.INVALID_PARAMETER.because("%s is true or false, not '%s'".formatted(name, text));
        };
    }

    /**
     * One of an enum's constants, in lower case.
     *
     * @return null when absent
     * @throws HttpProblem 400 when the text is none of them
     */
    public static <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (lowerCase(constant).equals(text)) {
                return constant;
            }
        }
        throw ProblemType.INVALID_PARAMETER.because("%s is one of %s, not '%s'"
                .formatted(
                        name,
                        Arrays.stream(type.getEnumConstants())
                                .map(QueryText::lowerCase)
                                .toList(),
                        text));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
