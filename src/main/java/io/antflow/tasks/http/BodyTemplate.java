package io.antflow.tasks.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.ExpressionException;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;

/**
 * A body that is computed from an item, written as its media type asks for.
 *
 * @param mapper writes JSON
 */
record BodyTemplate(Expression expression, Format format, ObjectMapper mapper) {

    /** How a value becomes bytes. */
    enum Format {
        /** Any value. */
        JSON,
        /** An object of scalars or lists of them. */
        FORM,
        /** A text as it is. */
        TEXT;

        static Format of(String contentType) {
            String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (type.equals("application/json") || type.endsWith("+json")) {
                return JSON;
            }
            return type.equals("application/x-www-form-urlencoded") ? FORM : TEXT;
        }
    }

    Buffer filled(JsonNode item) throws InvalidRequestException, ExpressionException, InterruptedException {
        JsonNode value = expression.one(item);
        return switch (format) {
            case JSON -> Buffer.buffer(json(value));
            case FORM -> Buffer.buffer(form(value));
            case TEXT -> Buffer.buffer(text(value));
        };
    }

    private byte[] json(JsonNode value) throws InvalidRequestException {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("the body can't be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String form(JsonNode value) throws InvalidRequestException {
        if (!value.isObject()) {
            throw invalid("a form's body is an object, not " + ClientText.shown(value));
        }
        StringBuilder form = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            for (String text : Scalars.of("field '" + ClientText.shown(field.getKey()) + "'", field.getValue())) {
                form.append(form.isEmpty() ? "" : "&")
                        .append(PercentEncoding.strict(field.getKey()))
                        .append('=')
                        .append(PercentEncoding.strict(text));
            }
        }
        return form.toString();
    }

    private static String text(JsonNode value) throws InvalidRequestException {
        if (!value.isTextual()) {
            throw invalid("a body of this Content-Type is text, not " + ClientText.shown(value)
                    + "; for JSON leave the header out, or let jq's tojson make text of it");
        }
        return value.textValue();
    }

    private static InvalidRequestException invalid(String message) {
        return new InvalidRequestException(message, null);
    }
}
