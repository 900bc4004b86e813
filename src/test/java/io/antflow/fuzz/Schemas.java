package io.antflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;

/** A document whose parts refer to each other. */
record Schemas(JsonNode root) {

    /** What a reference leads to, and everything else itself. */
    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = root.at(at.path("$ref").asText().substring(1));
        }
        return at;
    }
}
