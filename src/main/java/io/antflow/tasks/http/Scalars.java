package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** JSON values as what stands in a query, a header or a form. */
final class Scalars {

    private Scalars() {}

    /**
     * None for null, several for an array.
     *
     * @param subject what they are for, for messages
     */
    static List<String> of(String subject, JsonNode value) throws InvalidRequestException {
        if (value.isNull()) {
            return List.of();
        }
        if (value.isValueNode()) {
            return List.of(value.asText());
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (!element.isValueNode()) {
                    throw invalid(subject, "a list with something other than texts and numbers");
                }
                texts.add(element.asText());
            }
            return texts;
        }
        throw invalid(subject, "an object");
    }

    private static InvalidRequestException invalid(String subject, String what) {
        return new InvalidRequestException(
                "%s: its expression gives %s for this item, where text or a number is needed".formatted(subject, what),
                null);
    }
}
