package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.ExpressionException;
import io.antflow.tasks.jq.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Text with placeholders that an item's value fills: {@code {id}} is short for {@code {.id}}, and between the braces may
 * stand any jq. {@code {+.path}} keeps what has a meaning in URLs, as in RFC 6570. Immutable.
 *
 * @param text as it was written
 */
record TextTemplate(String text, List<Part> parts) {

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*|\\[[0-9]+])*");

    sealed interface Part {}

    record Literal(String text) implements Part {}

    /** @param source as it was written, with its braces */
    record Placeholder(String source, Expression expression, boolean reserved) implements Part {}

    TextTemplate {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException a brace is left over or an expression is wrong; says which and where */
    static TextTemplate parse(String text, Expressions expressions) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '}') {
                throw new IllegalArgumentException("the '}' at character %d closes no placeholder".formatted(i + 1));
            }
            if (c != '{') {
                literal.append(c);
                i++;
                continue;
            }
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
            int end = end(text, i);
            parts.add(placeholder(text.substring(i, end), i, expressions));
            i = end;
        }
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new TextTemplate(text, parts);
    }

    /** After the brace that closes the one at that place; braces and strings of jq in between don't count. */
    private static int end(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("the '{' at character %d is not closed".formatted(start + 1));
    }

    private static Placeholder placeholder(String source, int at, Expressions expressions) {
        String inside = source.substring(1, source.length() - 1).strip();
        boolean reserved = inside.startsWith("+");
        String jq = reserved ? inside.substring(1).strip() : inside;
        if (jq.isEmpty()) {
            throw new IllegalArgumentException("the placeholder at character %d is empty".formatted(at + 1));
        }
        try {
            return new Placeholder(source, expressions.compile(PATH.matcher(jq).matches() ? "." + jq : jq), reserved);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the placeholder %s at character %d %s".formatted(ClientText.shown(source), at + 1, e.getMessage()),
                    e);
        }
    }

    boolean hasPlaceholders() {
        return parts.stream().anyMatch(Placeholder.class::isInstance);
    }

    /** The text before the first placeholder. */
    String beginning() {
        return parts.isEmpty() || !(parts.getFirst() instanceof Literal(String begin)) ? "" : begin;
    }

    /** The placeholder that is all there is. */
    Optional<Placeholder> alone() {
        return parts.size() == 1 && parts.getFirst() instanceof Placeholder only ? Optional.of(only) : Optional.empty();
    }

    /**
     * @param subject what it is, for messages
     * @param literals what is done to the text in between
     * @param values what is done to the values
     * @param reservedValues what is done to the values of <code>{+…}</code>
     */
    String filled(
            String subject,
            JsonNode item,
            UnaryOperator<String> literals,
            UnaryOperator<String> values,
            UnaryOperator<String> reservedValues)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        for (Part part : parts) {
            filled.append(
                    switch (part) {
                        case Literal(String literal) -> literals.apply(literal);
                        case Placeholder placeholder -> {
                            String value = value(subject, placeholder, item);
                            yield placeholder.reserved ? reservedValues.apply(value) : values.apply(value);
                        }
                    });
        }
        return filled.toString();
    }

    private static String value(String subject, Placeholder placeholder, JsonNode item)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        JsonNode value = placeholder.expression.one(item);
        if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
            return value.asText();
        }
        String what = value.isTextual() ? "an empty text" : value.isNull() ? "null" : "an " + kind(value);
        throw new InvalidRequestException(
                "%s: its placeholder %s gives %s for this item, where text or a number is needed"
                        .formatted(subject, ClientText.shown(placeholder.source), what),
                null);
    }

    private static String kind(JsonNode value) {
        return value.isArray() ? "array" : "object";
    }
}
