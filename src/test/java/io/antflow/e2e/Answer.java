package io.antflow.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the service said.
 *
 * @param status the HTTP status
 * @param headers by name in lower case
 * @param body as text
 */
record Answer(int status, Map<String, String> headers, String body) {

    JsonNode json() {
        return parse(body);
    }

    /** One JSON value a line. */
    List<JsonNode> lines() {
        return body.lines().map(Answer::parse).toList();
    }

    /** The problem it tells of; fails when it tells of none in the right form. */
    JsonNode problem() {
        if (!headers.getOrDefault("content-type", "").startsWith("application/problem+json")) {
            throw new AssertionError("no problem+json: " + this);
        }
        JsonNode problem = json();
        if (problem.path("status").asInt() != status
                || problem.path("title").asText().isEmpty()) {
            throw new AssertionError("an incomplete problem: " + this);
        }
        return problem;
    }

    static JsonNode parse(String json) {
        try {
            return Curl.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }
}
