package io.antflow.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes JSON that fits a schema, or nearly. */
final class Values {

    private static final int MAX_DEPTH = 8;

    private final Schemas schemas;
    private final RandomGenerator random;

    /** Words that make a value more likely to mean something, such as names of tasks. */
    private final List<String> words;

    Values(Schemas schemas, RandomGenerator random, List<String> words) {
        this.schemas = schemas;
        this.random = random;
        this.words = words;
    }

    /** @param hostility how likely each part is to be wrong, from 0 to 1 */
    String json(JsonNode schema, double hostility) {
        return json(schemas.resolved(schema), hostility, 0);
    }

    private String json(JsonNode schema, double hostility, int depth) {
        if (random.nextDouble() < hostility) {
            return anything(depth);
        }
        if (schema.has("examples") && random.nextInt(3) == 0) {
            return Hostile.any(random, list(schema.path("examples"))).toString();
        }
        if (schema.has("enum")) {
            return Hostile.any(random, list(schema.path("enum"))).toString();
        }
        for (String several : List.of("oneOf", "anyOf")) {
            if (schema.has(several)) {
                return nested(Hostile.any(random, list(schema.path(several))), hostility, depth);
            }
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? Hostile.any(random, list(type)).asText() : type.asText()) {
            case "object" -> object(schema, hostility, depth);
            case "array" ->
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> nested(schema.path("items"), hostility, depth))
                        .collect(Collectors.joining(",", "[", "]"));
            case "integer" -> String.valueOf(bounded(schema));
            case "number" -> String.valueOf(bounded(schema) * (random.nextBoolean() ? 1 : 0.5));
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "null" -> "null";
            case "string" -> quoted(Hostile.any(random, words));
            default -> depth > MAX_DEPTH ? "{}" : anyJson(depth);
        };
    }

    private String nested(JsonNode schema, double hostility, int depth) {
        return json(schemas.resolved(schema), depth > MAX_DEPTH ? 1 : hostility, depth + 1);
    }

    private String object(JsonNode schema, double hostility, int depth) {
        List<String> required =
                list(schema.path("required")).stream().map(JsonNode::asText).toList();
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean there = required.contains(property.getKey())
                    ? random.nextDouble() >= hostility / 2
                    : random.nextInt(4) == 0;
            if (there) {
                fields.add(quoted(property.getKey()) + ":" + nested(property.getValue(), hostility, depth));
            }
        }
        if (random.nextDouble() < hostility) {
            fields.add(quoted(Hostile.any(random, Hostile.TEXTS)) + ":" + anything(depth));
        }
        if (random.nextDouble() < hostility && !fields.isEmpty()) {
            fields.add(Hostile.any(random, fields));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private long bounded(JsonNode schema) {
        long minimum =
                schema.path("minimum").asLong(schema.path("exclusiveMinimum").asLong(0));
        long maximum = Math.min(schema.path("maximum").asLong(20), 20);
        return switch (random.nextInt(4)) {
            case 0 -> minimum;
            case 1 -> Math.max(minimum, maximum);
            default -> minimum + random.nextInt(5);
        };
    }

    private String anyJson(int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> "{\"id\":" + random.nextInt(100) + ",\"value\":" + anything(depth + 1) + "}";
            case 1 -> "{\"id\":" + quoted(Hostile.any(random, Hostile.TEXTS)) + "}";
            case 2 -> String.valueOf(random.nextInt());
            case 3 -> quoted(Hostile.any(random, Hostile.TEXTS));
            case 4 -> "[" + anything(depth + 1) + "]";
            case 5 -> "null";
            default -> "{\"n\":" + random.nextInt(10) + "}";
        };
    }

    private String anything(int depth) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> quoted(Hostile.any(random, Hostile.TEXTS));
            case 2, 3 -> Hostile.any(random, Hostile.NUMBERS);
            case 4 -> "null";
            case 5 -> "{}";
            case 6 -> "[]";
            case 7 -> "true";
            default -> depth > MAX_DEPTH ? "-" : anyJson(depth);
        };
    }

    /** A text as a query or a path may have it. */
    String text(JsonNode schema, double hostility) {
        JsonNode whole = schemas.resolved(schema);
        if (whole.path("type").asText().equals("array")) {
            return text(whole.path("items"), hostility);
        }
        if (random.nextDouble() < hostility) {
            return Hostile.any(random, random.nextBoolean() ? Hostile.TEXTS : Hostile.NUMBERS);
        }
        String json = json(whole, 0);
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
