package io.antflow.catalog.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON token by token: a tree read at once forgets where its values were. */
final class JsonText {

    private static final Pattern JAVA_TALK = Pattern.compile(
            "(?i) \\((?:for \\S+ starting at|start marker at|not recognized) .*|, from `[^`]*`|: enable `.*");

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            // what bounds the document bounds these
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    // interned names of clients would stay for ever
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /** What is wrong with a number whose exponent is more than {@link java.math.BigDecimal} can have. */
    static final String OUT_OF_RANGE = "the exponent of this number is too large";

    private final JsonParser parser;
    private final DocumentBuilder builder;

    private JsonText(JsonParser parser, DocumentBuilder builder) {
        this.parser = parser;
        this.builder = builder;
    }

    static SourceDocument read(String text, int maxDepth) throws MalformedDocumentException {
        DocumentBuilder builder = new DocumentBuilder(maxDepth);
        try (JsonParser parser = MAPPER.createParser(text)) {
            parser.nextToken();
            Location begin = location(parser);
            JsonNode root = new JsonText(parser, builder).value();
            if (parser.nextToken() != null) {
                throw new MalformedDocumentException("there is more after the first value", location(parser));
            }
            return builder.document(root, begin);
        } catch (JsonProcessingException e) {
            throw new MalformedDocumentException(
                    JAVA_TALK.matcher(String.valueOf(e.getOriginalMessage())).replaceAll(""),
                    location(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can't be read", e);
        }
    }

    /**
     * A number as JSON writes it.
     *
     * @throws NumberFormatException its exponent is more than a number can have
     */
    static JsonNode number(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    private JsonNode scalar() throws IOException, MalformedDocumentException {
        try {
            return MAPPER.readTree(parser);
        } catch (NumberFormatException e) {
            throw new MalformedDocumentException(OUT_OF_RANGE, location(parser));
        }
    }

    private JsonNode value() throws IOException, MalformedDocumentException {
        return switch (Objects.requireNonNull(parser.currentToken())) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            default -> scalar();
        };
    }

    private ObjectNode object() throws IOException, MalformedDocumentException {
        builder.enter(location(parser));
        ObjectNode object = MAPPER.createObjectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            builder.name(object, name, location(parser));
            parser.nextToken();
            object.set(name, value());
        }
        builder.leave();
        return object;
    }

    private ArrayNode list() throws IOException, MalformedDocumentException {
        builder.enter(location(parser));
        ArrayNode list = MAPPER.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Location location = location(parser);
            builder.element(list, value(), location);
        }
        builder.leave();
        return list;
    }

    private static Location location(JsonParser parser) {
        return location(parser.currentTokenLocation());
    }

    private static Location location(@Nullable JsonLocation location) {
        return location == null
                ? new Location(1, 1)
                : new Location(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
