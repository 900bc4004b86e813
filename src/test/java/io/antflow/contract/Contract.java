package io.antflow.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.MarkdownRender;

/**
 * An OpenAPI document, told to openapi-diff in the words of OpenAPI 3.0: of 3.1 it does not see a schema's type, which may be
 * several there.
 */
final class Contract {

    private final ObjectNode document;

    private Contract(ObjectNode document) {
        this.document = document;
    }

    /** @param yaml an OpenAPI 3.1 document */
    static Contract of(String yaml) throws IOException {
        return new Contract((ObjectNode) new YAMLMapper().readTree(yaml));
    }

    /** A copy to change. */
    ObjectNode document() {
        return document.deepCopy();
    }

    /** What clients of an older contract can't live with in this one, in Markdown; empty: nothing. */
    String breaksFor(Contract older) throws IOException {
        ChangedOpenApi changed = OpenApiCompare.fromContents(older.in30(), in30());
        if (changed.isCompatible()) {
            return "";
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (OutputStreamWriter writer = new OutputStreamWriter(text, StandardCharsets.UTF_8)) {
            new MarkdownRender().render(changed, writer);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private String in30() throws IOException {
        ObjectNode translated = document();
        translate(translated);
        translated.put("openapi", "3.0.3");
        return new ObjectMapper().writeValueAsString(translated);
    }

    private static void translate(JsonNode node) {
        node.forEach(Contract::translate);
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        if (schema.get("type") instanceof ArrayNode types) {
            // openapi-diff takes what may be null for what may not; it compares types by their names alone.
            schema.put(
                    "type",
                    StreamSupport.stream(types.spliterator(), false)
                            .map(JsonNode::asText)
                            .sorted()
                            .collect(Collectors.joining(" or ")));
        }
        number(schema, "exclusiveMinimum", "minimum");
        number(schema, "exclusiveMaximum", "maximum");
    }

    private static void number(ObjectNode schema, String exclusive, String inclusive) {
        if (schema.path(exclusive).isNumber()) {
            schema.set(inclusive, schema.get(exclusive));
            schema.put(exclusive, true);
        }
    }
}
