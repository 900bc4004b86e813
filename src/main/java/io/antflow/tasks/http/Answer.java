package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer of an expected status.
 *
 * @param label the call, for messages
 * @param body JSON null when there is none
 */
record Answer(String label, int status, MultiMap headers, JsonNode body) {

    /** What expressions look at: {@code {status, headers, body, value}}, the value being the item's. */
    ObjectNode toJson(JsonNode item) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", status);
        ObjectNode byName = json.putObject("headers");
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            JsonNode before = byName.get(name);
            byName.put(name, before == null ? header.getValue() : before.textValue() + ", " + header.getValue());
        }
        json.set("body", body);
        json.set("value", item);
        return json;
    }
}
