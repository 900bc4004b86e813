package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.jq.ExpressionException;
import io.antflow.tasks.jq.Template;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request with gaps that an item fills. Immutable.
 *
 * @param origin of the URL; null: only an item says
 * @param query names and values; a name may be there several times
 * @param headers in order; those the task adds on its own are among them
 * @param body null: none
 */
record RequestTemplate(
        HttpMethod method,
        Template url,
        @Nullable Origin origin,
        List<Map.Entry<String, Template>> query,
        List<Map.Entry<String, Template>> headers,
        @Nullable BodyTemplate body) {

    RequestTemplate {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    /**
     * @throws InvalidRequestException the item makes none; says what of it
     * @throws ExpressionException an expression fails on the item
     */
    OutboundRequest request(JsonNode item) throws InvalidRequestException, ExpressionException, InterruptedException {
        MultiMap filled = HttpHeaders.headers();
        for (Map.Entry<String, Template> header : headers) {
            addHeader(filled, header.getKey(), header.getValue(), item);
        }
        return new OutboundRequest(method, target(item), filled, body == null ? null : body.filled(item));
    }

    private Target target(JsonNode item) throws InvalidRequestException, ExpressionException, InterruptedException {
        StringBuilder filled = new StringBuilder(
                filled("the URL", url, item, PercentEncoding::legal, PercentEncoding::strict, PercentEncoding::legal));
        char separator = filled.indexOf("?") < 0 ? '?' : '&';
        for (Map.Entry<String, Template> parameter : query) {
            for (String value : values("query parameter '" + parameter.getKey() + "'", parameter.getValue(), item)) {
                filled.append(separator)
                        .append(PercentEncoding.strict(parameter.getKey()))
                        .append('=')
                        .append(PercentEncoding.strict(value));
                separator = '&';
            }
        }
        try {
            String whole = filled.toString();
            return origin == null ? Target.parse(whole) : Target.parse(origin, whole);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("the item makes no usable URL: " + e.getMessage(), e);
        }
    }

    private static void addHeader(MultiMap filled, String name, Template template, JsonNode item)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        for (String value : values("header '" + name + "'", template, item)) {
            try {
                filled.add(name, HeaderText.requireValue(value));
            } catch (IllegalArgumentException e) {
                throw new InvalidRequestException("header '%s': %s".formatted(name, e.getMessage()), e);
            }
        }
    }

    /** A placeholder that is all there is may leave it out, by null, or give several. */
    private static List<String> values(String subject, Template template, JsonNode item)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        if (!template.hasPlaceholders()) {
            return List.of(template.beginning());
        }
        if (template.alone().isPresent()) {
            return Scalars.of(subject, template.alone().get().expression().one(item));
        }
        return List.of(filled(
                subject, template, item, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity()));
    }

    /**
     * @param subject what it is, for messages
     * @param template what is filled
     * @param literals what is done to the text in between
     * @param values what is done to the values
     * @param reservedValues what is done to the values of <code>{+…}</code>
     */
    private static String filled(
            String subject,
            Template template,
            JsonNode item,
            UnaryOperator<String> literals,
            UnaryOperator<String> values,
            UnaryOperator<String> reservedValues)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        StringBuilder filled = new StringBuilder(template.text().length() + 32);
        for (Template.Part part : template.parts()) {
            filled.append(
                    switch (part) {
                        case Template.Literal(String literal) -> literals.apply(literal);
                        case Template.Placeholder placeholder -> {
                            String value = value(subject, placeholder, item);
                            yield placeholder.reserved() ? reservedValues.apply(value) : values.apply(value);
                        }
                    });
        }
        return filled.toString();
    }

    private static String value(String subject, Template.Placeholder placeholder, JsonNode item)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        JsonNode value = placeholder.expression().one(item);
        if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
            return value.asText();
        }
        String what = value.isTextual() ? "an empty text" : value.isNull() ? "null" : "an " + kind(value);
        throw new InvalidRequestException(
                "%s: its placeholder %s gives %s for this item, where text or a number is needed"
                        .formatted(subject, ClientText.shown(placeholder.source()), what),
                null);
    }

    private static String kind(JsonNode value) {
        return value.isArray() ? "array" : "object";
    }
}
