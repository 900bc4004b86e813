package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The parameters of one task, of which the schema has been checked. What the schema can't tell, such as whether an expression
 * is one, is collected as well, and something harmless stands in for what is wrong: so all is told at once.
 */
final class With {

    private final ObjectNode with;
    private final Expressions expressions;
    private final List<Violation> violations;

    /** @param violations of the schema: their parameters count as absent */
    With(ObjectNode with, List<Violation> violations, Expressions expressions) {
        this.with = with.objectNode().setAll(with);
        this.violations = new ArrayList<>(violations);
        this.expressions = expressions;
        violations.forEach(violation -> this.with.remove(parameter(violation.field())));
    }

    private static String parameter(String field) {
        return field.split("[.\\[]", 2)[0];
    }

    boolean has(String field) {
        return with.hasNonNull(field);
    }

    JsonNode json(String field) {
        return with.path(field);
    }

    String text(String field, String otherwise) {
        return has(field) ? with.get(field).textValue() : otherwise;
    }

    double number(String field, double otherwise) {
        return has(field) ? with.get(field).doubleValue() : otherwise;
    }

    boolean flag(String field) {
        return with.path(field).asBoolean();
    }

    <E extends Enum<E>> E choice(String field, Class<E> type, E otherwise) {
        return has(field) ? Enum.valueOf(type, with.get(field).textValue().toUpperCase(Locale.ROOT)) : otherwise;
    }

    Expression expression(String field, String otherwise) {
        return read(field, text(field, otherwise), expressions::compile, expressions.compile("."));
    }

    /**
     * A text that means something.
     *
     * @param reader throws an {@link IllegalArgumentException} whose message goes on after the field's name
     * @param standIn harmless
     */
    <T> T read(String field, String text, Function<String, T> reader, T standIn) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            violation(field, field + " " + e.getMessage());
            return standIn;
        }
    }

    Expressions expressions() {
        return expressions;
    }

    void violation(String field, String message) {
        violations.add(new Violation(field, message));
    }

    /** @throws InvalidParametersException something was wrong */
    void finish() throws InvalidParametersException {
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
    }
}
