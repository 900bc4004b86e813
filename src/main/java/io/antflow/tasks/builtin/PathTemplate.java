package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.jq.ExpressionException;
import io.antflow.tasks.jq.Expressions;
import io.antflow.tasks.jq.Template;
import org.jspecify.annotations.Nullable;

/** A path with placeholders: {@code orders/{region}/{id}.json}. Immutable. */
record PathTemplate(Template template) {

    /** @throws IllegalArgumentException it is none; says why, to go on after the parameter's name */
    static PathTemplate parse(String path, Expressions expressions) {
        PathTemplate parsed;
        try {
            parsed = new PathTemplate(Template.parse(path, expressions));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is wrong: " + e.getMessage(), e);
        }
        FileNames.of(parsed.example());
        return parsed;
    }

    /** With a harmless text for each placeholder, to judge all the rest. */
    private String example() {
        StringBuilder path = new StringBuilder();
        for (Template.Part part : template.parts()) {
            path.append(
                    switch (part) {
                        case Template.Literal(String text) -> text;
                        case Template.Placeholder placeholder
                        when placeholder.reserved() ->
                            throw new IllegalArgumentException(
                                    "is wrong: %s: {+…} has a meaning in URLs alone".formatted(placeholder.source()));
                        case Template.Placeholder _ -> "x";
                    });
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
        for (Template.Part part : template.parts()) {
            path.append(
                    switch (part) {
                        case Template.Literal(String text) -> text;
                        case Template.Placeholder placeholder ->
                            name(placeholder.expression().one(value));
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
