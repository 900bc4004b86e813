package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.ExpressionException;
import io.antflow.tasks.jq.Expressions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path with placeholders, each a jq expression in braces: {@code orders/{.region}/{.id}.json}. Immutable. */
record PathTemplate(List<Part> parts) {

    sealed interface Part {}

    record Text(String text) implements Part {}

    record Placeholder(Expression expression) implements Part {}

    PathTemplate {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException a brace is left over, or what is in them is no jq */
    static PathTemplate parse(String template, Expressions expressions) {
        List<Part> parts = new ArrayList<>();
        int place = 0;
        while (place < template.length()) {
            int brace = nextBrace(template, place);
            if (brace > place) {
                parts.add(new Text(template.substring(place, brace)));
            }
            if (brace == template.length()) {
                break;
            }
            int end = end(template, brace);
            parts.add(new Placeholder(compile(template.substring(brace + 1, end - 1), expressions)));
            place = end;
        }
        return new PathTemplate(parts);
    }

    private static int nextBrace(String template, int from) {
        for (int i = from; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '}') {
                throw new IllegalArgumentException("has a '}' at character %d that closes nothing".formatted(i + 1));
            }
            if (c == '{') {
                return i;
            }
        }
        return template.length();
    }

    /** After the brace that closes the one there: jq has braces of its own, and texts with braces in them. */
    private static int end(String template, int open) {
        int depth = 0;
        boolean inText = false;
        for (int i = open; i < template.length(); i++) {
            char c = template.charAt(i);
            if (inText && c == '\\') {
                i++;
            } else if (c == '"') {
                inText = !inText;
            } else if (!inText && c == '{') {
                depth++;
            } else if (!inText && c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("has a '{' at character %d that is not closed".formatted(open + 1));
    }

    private static Expression compile(String jq, Expressions expressions) {
        if (jq.isBlank()) {
            throw new IllegalArgumentException("has an empty placeholder");
        }
        try {
            return expressions.compile(jq);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a placeholder {%s} that %s".formatted(jq, e.getMessage()), e);
        }
    }

    /** With a harmless text for each placeholder, to judge all the rest. */
    String example() {
        StringBuilder path = new StringBuilder();
        for (Part part : parts) {
            path.append(part instanceof Text(String text) ? text : "x");
        }
        return path.toString();
    }

    /**
     * For one item. A placeholder fills a part of a name, and never leads to another folder.
     *
     * @throws UnusableValueException a placeholder gives what is no part of a name
     */
    String path(@Nullable JsonNode value) throws ExpressionException, UnusableValueException, InterruptedException {
        StringBuilder path = new StringBuilder();
        for (Part part : parts) {
            path.append(
                    switch (part) {
                        case Text(String text) -> text;
                        case Placeholder(Expression expression) -> name(expression.one(value));
                    });
        }
        return path.toString();
    }

    private static String name(JsonNode value) throws UnusableValueException {
        String name = value.asText();
        if (!value.isValueNode() || value.isNull() || name.isEmpty() || name.matches("(?s).*[/\\\\].*")) {
            throw new UnusableValueException("a placeholder of path", "a text without slashes, or a number", value);
        }
        return name;
    }
}
