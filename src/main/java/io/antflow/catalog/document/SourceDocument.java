package io.antflow.catalog.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A document that was read: its value, and where each part of it stands.
 *
 * <p>Reading is strict. The text is UTF-8; no field is there twice; nothing nests deeper than allowed; numbers are written
 * as JSON writes them and keep all their digits. Of YAML there is no more than what means the same to everybody: no aliases
 * and no tags, one document, and a plain text is a number, a truth value or null only where it is so in YAML 1.2 and JSON
 * ({@code no} and {@code 08} are texts).
 */
public final class SourceDocument {

    private final JsonNode root;
    private final Location begin;
    private final Locations locations;

    SourceDocument(JsonNode root, Location begin, Locations locations) {
        this.root = root;
        this.begin = begin;
        this.locations = locations;
    }

    /**
     * @param text UTF-8
     * @param maxDepth how deep objects and lists may nest
     */
    public static SourceDocument read(byte[] text, DocumentFormat format, int maxDepth)
            throws MalformedDocumentException {
        String decoded = decoded(text);
        if (decoded.isBlank()) {
            throw new MalformedDocumentException("the document is empty", null);
        }
        return switch (format) {
            case JSON -> JsonText.read(decoded, maxDepth);
            case YAML -> YamlText.read(decoded, maxDepth);
        };
    }

    /** The document's value. */
    public JsonNode root() {
        return root;
    }

    /**
     * @param expected what the document has to be, for the message
     * @throws MalformedDocumentException it is no object
     */
    public void requireObject(String expected) throws MalformedDocumentException {
        if (!root.isObject()) {
            throw new MalformedDocumentException(
                    expected + ", not " + (root.isArray() ? "a list" : root.isNull() ? "null" : "a plain value"),
                    begin);
        }
    }

    /**
     * Where a value stands.
     *
     * @param path such as {@code stages[0].workers}; where there is no such value, the innermost around it is meant
     */
    public Location locationOf(String path) {
        return locations.find(root, begin, path);
    }

    private static String decoded(byte[] text) throws MalformedDocumentException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(text);
        CharBuffer characters = CharBuffer.allocate(text.length);
        CoderResult result = decoder.decode(bytes, characters, true);
        String decoded = characters.flip().toString();
        if (result.isError()) {
            throw new MalformedDocumentException(
                    "byte 0x%02x is no UTF-8; save the document as UTF-8".formatted(bytes.get(bytes.position())),
                    endOf(decoded));
        }
        return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    private static Location endOf(String text) {
        long lines = text.chars().filter(c -> c == '\n').count();
        return new Location((int) lines + 1, text.length() - text.lastIndexOf('\n'));
    }
}
