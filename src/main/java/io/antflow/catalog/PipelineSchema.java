package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.TaskRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The JSON schema (2020-12) of definitions, for editors: what {@link DefinitionReader} and the rules take, as far as a schema
 * can say it, with the parameters of each task there is.
 *
 * <p>A name that is no task's is fine to the schema, as another service may have it: names are suggested, not demanded.
 */
@Singleton
public final class PipelineSchema {

    private static final String BASE = "/schema/pipeline.json";

    private final ObjectNode json;

    @Inject
    PipelineSchema(TaskRegistry tasks) {
        this(tasks.factories());
    }

    PipelineSchema(SortedMap<String, TaskFactory> tasks) {
        json = base();
        ObjectNode definitions = json.withObjectProperty("$defs");
        ArrayNode names = definitions.withObjectProperty("task_name").putArray("anyOf");
        ArrayNode withoutNeedOfParameters =
                definitions.withObjectProperty("plain_task").putArray("allOf");
        ArrayNode parameters =
                definitions.withObjectProperty("task_with_parameters").putArray("allOf");
        for (Map.Entry<String, TaskFactory> task : tasks.entrySet()) {
            String name = task.getKey();
            names.addObject()
                    .put("const", name)
                    .put("description", task.getValue().description());
            String place = "with_" + name;
            JsonNode schema = moved(task.getValue().parameters(), "#/$defs/" + pointer(place));
            definitions.set(place, schema);
            boolean needed = !schema.path("required").isEmpty();
            parameters.add(ifTask(name, needed, "#/$defs/" + pointer(place)));
            if (needed) {
                withoutNeedOfParameters.addObject().putObject("not").put("const", name);
            }
        }
        names.addObject().put("type", "string");
        if (withoutNeedOfParameters.isEmpty()) {
            definitions.withObjectProperty("plain_task").remove("allOf");
        }
    }

    /** The schema; the caller's own. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    private static ObjectNode base() {
        try (InputStream base = Objects.requireNonNull(PipelineSchema.class.getResourceAsStream(BASE), BASE)) {
            return (ObjectNode) new ObjectMapper().readTree(base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode ifTask(String name, boolean parametersNeeded, String schema) {
        ObjectNode condition = json.objectNode();
        ObjectNode task = condition.putObject("if");
        task.putObject("properties").putObject("task").put("const", name);
        task.putArray("required").add("task");
        ObjectNode then = condition.putObject("then");
        ObjectNode with = then.putObject("properties").putObject("with");
        if (parametersNeeded) {
            with.put("$ref", schema);
            then.putArray("required").add("with");
        } else {
            with.putArray("anyOf")
                    .add(json.objectNode().put("$ref", schema))
                    .addObject()
                    .put("type", "null");
        }
        return condition;
    }

    /** A schema of its own as a part of this one: its references begin where it stands now. */
    private static JsonNode moved(JsonNode schema, String place) {
        JsonNode moved = schema.deepCopy();
        if (moved instanceof ObjectNode object) {
            object.remove("$schema");
            object.remove("$id");
        }
        moveReferences(moved, place);
        return moved;
    }

    private static void moveReferences(JsonNode node, String place) {
        if (node instanceof ObjectNode object && object.get("$ref") instanceof TextNode reference) {
            String target = reference.textValue();
            if (target.startsWith("#")) {
                object.put("$ref", place + target.substring(1));
            }
        }
        node.forEach(child -> moveReferences(child, place));
    }

    /** A name as a part of a JSON pointer in a URI's fragment. */
    private static String pointer(String name) {
        return URLEncoder.encode(name.replace("~", "~0").replace("/", "~1"), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
