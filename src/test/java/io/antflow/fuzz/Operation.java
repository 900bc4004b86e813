package io.antflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A call that the document has.
 *
 * @param method in upper case
 * @param path with names in braces
 * @param parameters with their references resolved
 * @param bodies schemas by media type; empty: it takes no body
 * @param statuses those of its answers that are said one by one
 */
public record Operation(
        String method, String path, List<JsonNode> parameters, Map<String, JsonNode> bodies, List<Integer> statuses) {

    /** All calls of the document. */
    static List<Operation> of(Schemas document) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.root().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                operations.add(of(document, call.getKey(), path.getKey(), call.getValue()));
            }
        }
        return operations;
    }

    private static Operation of(Schemas document, String method, String path, JsonNode call) {
        List<JsonNode> parameters = new ArrayList<>();
        call.path("parameters").forEach(parameter -> parameters.add(document.resolved(parameter)));
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        document.resolved(call.path("requestBody"))
                .path("content")
                .properties()
                .forEach(content ->
                        bodies.put(content.getKey(), content.getValue().path("schema")));
        List<Integer> statuses = new ArrayList<>();
        call.path("responses").fieldNames().forEachRemaining(status -> {
            if (!status.equals("default")) {
                statuses.add(Integer.valueOf(status));
            }
        });
        return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, bodies, statuses);
    }

    /** Whether what it answers may have no end. */
    boolean mayStream() {
        return path.matches(".*/(events|snapshots|results|dashboard|runs)");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
