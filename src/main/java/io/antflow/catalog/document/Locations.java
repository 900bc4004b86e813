package io.antflow.catalog.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a document are: a field where its name begins, an element where it begins itself. Kept by the object
 * or list around them, so that it takes no more memory than the document; paths are followed when they are asked for.
 */
final class Locations {

    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,9})]");

    private final Map<JsonNode, Map<String, Location>> fields = new IdentityHashMap<>();
    private final Map<JsonNode, List<Location>> elements = new IdentityHashMap<>();

    /** @return where the object has a field of that name already; null: nowhere */
    @Nullable
    Location addField(ObjectNode object, String name, Location location) {
        return fields.computeIfAbsent(object, _ -> new HashMap<>()).putIfAbsent(name, location);
    }

    /** To be called for one element after the other. */
    void addElement(ArrayNode list, Location location) {
        elements.computeIfAbsent(list, _ -> new ArrayList<>()).add(location);
    }

    /** Where the path leads, or as much of it as there is. */
    Location find(JsonNode root, Location begin, String path) {
        JsonNode node = root;
        Location found = begin;
        String rest = path;
        for (Step step = step(node, rest); step != null; step = step(node, rest)) {
            node = step.node();
            found = step.location();
            rest = rest.substring(step.length());
        }
        return found;
    }

    private @Nullable Step step(JsonNode node, String path) {
        return switch (node) {
            case ObjectNode object -> field(object, path);
            case ArrayNode list -> element(list, path);
            default -> null;
        };
    }

    /** Names may hold what separates the parts of a path: the longest that fits is meant. */
    private @Nullable Step field(ObjectNode object, String path) {
        int begin = path.startsWith(".") ? 1 : 0;
        Step longest = null;
        for (Map.Entry<String, Location> field :
                fields.getOrDefault(object, Map.of()).entrySet()) {
            String name = field.getKey();
            int end = begin + name.length();
            if (path.startsWith(name, begin) && isEnd(path, end) && (longest == null || end > longest.length())) {
                longest = new Step(object.path(name), field.getValue(), end);
            }
        }
        return longest;
    }

    private @Nullable Step element(ArrayNode list, String path) {
        Matcher index = INDEX.matcher(path);
        if (!index.lookingAt()) {
            return null;
        }
        List<Location> locations = elements.getOrDefault(list, List.of());
        int i = Integer.parseInt(index.group(1));
        return i < locations.size() ? new Step(list.path(i), locations.get(i), index.end()) : null;
    }

    private static boolean isEnd(String path, int end) {
        return end > 0 && (end == path.length() || ".[".indexOf(path.charAt(end)) >= 0);
    }

    /** From a node to a child, by as many characters of the path. */
    private record Step(JsonNode node, Location location, int length) {}
}
