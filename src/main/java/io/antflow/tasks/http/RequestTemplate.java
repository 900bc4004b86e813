package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.jq.ExpressionException;
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
 * @param query names and values; a name may be there several times
 * @param headers in order; those the task adds on its own are among them
 * @param body null: none
 */
record RequestTemplate(
        HttpMethod method,
        TextTemplate url,
        List<Map.Entry<String, TextTemplate>> query,
        List<Map.Entry<String, TextTemplate>> headers,
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
        for (Map.Entry<String, TextTemplate> header : headers) {
            addHeader(filled, header.getKey(), header.getValue(), item);
        }
        return new OutboundRequest(method, target(item), filled, body == null ? null : body.filled(item));
    }

    private Target target(JsonNode item) throws InvalidRequestException, ExpressionException, InterruptedException {
        StringBuilder filled = new StringBuilder(
                url.filled("the URL", item, PercentEncoding::legal, PercentEncoding::strict, PercentEncoding::legal));
        char separator = filled.indexOf("?") < 0 ? '?' : '&';
        for (Map.Entry<String, TextTemplate> parameter : query) {
            for (String value : values("query parameter '" + parameter.getKey() + "'", parameter.getValue(), item)) {
                filled.append(separator)
                        .append(PercentEncoding.strict(parameter.getKey()))
                        .append('=')
                        .append(PercentEncoding.strict(value));
                separator = '&';
            }
        }
        try {
            return Target.parse(filled.toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("the item makes no usable URL: " + e.getMessage(), e);
        }
    }

    private static void addHeader(MultiMap filled, String name, TextTemplate template, JsonNode item)
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
    private static List<String> values(String subject, TextTemplate template, JsonNode item)
            throws InvalidRequestException, ExpressionException, InterruptedException {
        if (!template.hasPlaceholders()) {
            return List.of(template.beginning());
        }
        if (template.alone().isPresent()) {
            return Scalars.of(subject, template.alone().get().expression().one(item));
        }
        return List.of(template.filled(
                subject, item, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity()));
    }
}
