package io.antflow.api.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How JSON from clients is read: nothing is guessed (a name that is there twice is an error), nothing is lost (1.10 and
 * 1e400 stay what they are), and nothing may nest too deep.
 */
final class StrictJson {

    private static final Pattern CONSTRAINT_SOURCE = Pattern.compile(", from `[^`]*`");
    private static final Pattern JAVA_TYPE_TALK = Pattern.compile("\\(for (\\S+) starting at .*");

    private StrictJson() {}

    static ObjectMapper mapper(int maxDepth) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        // the limits on bytes bound these already
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // interned names of clients would stay for ever
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
    }

    /**
     * The next value.
     *
     * @throws JsonProcessingException it is no JSON, or a number whose exponent {@link java.math.BigDecimal} can't have, which
     *     Jackson does not tell from a fault of its own
     */
    static JsonNode read(ObjectMapper json, JsonParser in) throws IOException {
        try {
            return json.readTree(in);
        } catch (NumberFormatException e) {
            throw new JsonParseException(in, "the exponent of this number is too large", in.currentTokenLocation());
        }
    }

    /** What is wrong, in words for clients: no Java names, and nothing that could break a line of a log. */
    static String explain(IOException fault) {
        String message = fault instanceof JsonProcessingException json ? json.getOriginalMessage() : fault.getMessage();
        if (message == null) {
            return "this is no JSON";
        }
        String said = CONSTRAINT_SOURCE.matcher(message).replaceAll("");
        said = JAVA_TYPE_TALK.matcher(said).replaceAll("");
        return said.replaceAll("\\p{Cntrl}", " ").strip();
    }

    static @Nullable Long column(IOException fault) {
        JsonLocation location = fault instanceof JsonProcessingException json ? json.getLocation() : null;
        return location == null || location.getColumnNr() < 1 ? null : (long) location.getColumnNr();
    }
}
