package io.antflow.catalog.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.tasks.ClientText;
import org.jspecify.annotations.Nullable;

/** Puts a document together, whatever it is written in: the rules that hold for all formats. */
final class DocumentBuilder {

    private final Locations locations = new Locations();
    private final int maxDepth;
    private int depth;

    DocumentBuilder(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** To be called when an object or a list begins. */
    void enter(Location location) throws MalformedDocumentException {
        depth++;
        if (depth > maxDepth) {
            throw new MalformedDocumentException("it nests deeper than " + maxDepth, location);
        }
    }

    /** To be called when it ends. */
    void leave() {
        depth--;
    }

    /** To be called for the name of a field, before its value is read. */
    void name(ObjectNode object, String name, Location location) throws MalformedDocumentException {
        Location first = locations.addField(object, name, location);
        if (first != null) {
            throw new MalformedDocumentException(
                    "field '%s' is there twice, first at %s".formatted(ClientText.shown(name), first), location);
        }
    }

    void element(ArrayNode list, JsonNode value, Location location) {
        list.add(value);
        locations.addElement(list, location);
    }

    SourceDocument document(JsonNode root, @Nullable Location begin) {
        return new SourceDocument(root, begin == null ? new Location(1, 1) : begin, locations);
    }
}
