package io.antflow.tasks.builtin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.path.NodePath;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.DidYouMean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The JSON schema of a task's parameters, and what is wrong with parameters by it.
 *
 * @param json the schema itself
 */
record ParameterSchema(JsonNode json, Schema schema) {

    /** Of the resource {@code tasks/<task>.json}. */
    static ParameterSchema of(String task, JsonSchemas schemas) {
        String resource = "/tasks/" + task + ".json";
        try (InputStream in = ParameterSchema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource);
            }
            JsonNode json = new ObjectMapper().readTree(in);
            return new ParameterSchema(json, schemas.schema(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(resource + " is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the task does. */
    String description() {
        return json.path("description").asText();
    }

    List<Violation> violations(ObjectNode with) {
        return schema.validate(with).stream()
                .map(error -> violation(error, with))
                .distinct()
                .toList();
    }

    private Violation violation(Error error, ObjectNode with) {
        String field = path(error.getInstanceLocation());
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                new Violation(
                        within(field, ClientText.shown(error.getProperty())),
                        DidYouMean.unknown("parameter", error.getProperty(), known(error)));
            case "required" -> new Violation(within(field, error.getProperty()), error.getProperty() + " is missing");
            case "type" -> wrong(field, "is " + types(error), error);
            case "enum" -> wrong(field, "is one of " + choices(error), error);
            case "minimum", "maximum" -> wrong(field, "is " + range(error), error);
            case "minLength" -> new Violation(field, field + " must not be empty");
            default -> new Violation(field, field + " " + error.getMessage());
        };
    }

    private static Violation wrong(String field, String rule, Error error) {
        return new Violation(field, "%s %s, not %s".formatted(field, rule, ClientText.shown(error.getInstanceNode())));
    }

    /** The names that the object could have had instead. */
    private List<String> known(Error error) {
        List<String> names = new ArrayList<>();
        parent(error).path("properties").fieldNames().forEachRemaining(names::add);
        Collections.sort(names);
        return names;
    }

    private String types(Error error) {
        JsonNode type = parent(error).path("type");
        List<String> names = new ArrayList<>();
        (type.isArray() ? type : List.of(type)).forEach(name -> names.add(noun(name.asText())));
        return String.join(" or ", names);
    }

    private static String noun(String type) {
        return switch (type) {
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> "a " + type;
        };
    }

    private String choices(Error error) {
        List<String> choices = new ArrayList<>();
        parent(error).path("enum").forEach(choice -> choices.add(choice.asText()));
        return String.join(", ", choices);
    }

    private String range(Error error) {
        JsonNode schema = parent(error);
        return schema.has("maximum")
                ? "%s to %s"
                        .formatted(
                                schema.path("minimum").asText(),
                                schema.path("maximum").asText())
                : "at least " + schema.path("minimum").asText();
    }

    /** The schema with the keyword that was broken. */
    private JsonNode parent(Error error) {
        NodePath keyword = error.getSchemaLocation().getFragment();
        JsonNode parent = json;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            parent = parent.path(keyword.getName(i));
        }
        return parent;
    }

    static String path(NodePath location) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < location.getNameCount(); i++) {
            if (location.getElement(i) instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(ClientText.shown(location.getName(i)));
            }
        }
        return path.toString();
    }

    static String within(String field, String inner) {
        return field.isEmpty() ? inner : inner.startsWith("[") || inner.isEmpty() ? field + inner : field + "." + inner;
    }
}
