package io.antflow.tasks.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.antflow.tasks.ClientText;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes JSON of the bytes of an answer. Thread-safe. */
final class BodyReader {

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

    private final ObjectMapper mapper;

    /** @param mapper bounds how deep JSON nests, and refuses what follows it */
    BodyReader(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws InvalidResponseException it is not what it should be; the message goes on after the call's label */
    JsonNode read(Response response, BodyFormat format) throws InvalidResponseException {
        String contentType = response.headers().get(HttpHeaders.CONTENT_TYPE);
        String type = contentType == null ? "" : contentType;
        if (response.length() == 0) {
            return NullNode.getInstance();
        }
        return switch (format == BodyFormat.AUTO ? BodyFormat.of(type) : format) {
            case JSON -> json(response);
            case NDJSON -> lines(response);
            case TEXT -> TextNode.valueOf(new String(response.body(), 0, response.length(), charset(type)));
            case BASE64, AUTO ->
                TextNode.valueOf(Base64.getEncoder().encodeToString(Arrays.copyOf(response.body(), response.length())));
        };
    }

    private JsonNode json(Response response) throws InvalidResponseException {
        try {
            JsonNode value = mapper.readTree(response.body(), 0, response.length());
            return value.isMissingNode() ? NullNode.getInstance() : value;
        } catch (IOException | NumberFormatException e) { // of an exponent that no number has
            throw invalid(e, response.length());
        }
    }

    private JsonNode lines(Response response) throws InvalidResponseException {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        try (JsonParser parser = mapper.createParser(response.body(), 0, response.length())) {
            for (JsonNode value = mapper.readTree(parser); value != null; value = mapper.readTree(parser)) {
                values.add(value);
            }
            return values;
        } catch (IOException | NumberFormatException e) { // of an exponent that no number has
            throw invalid(e, response.length());
        }
    }

    /** Not in the parser's words: they repeat what stands there. */
    private static InvalidResponseException invalid(Exception e, int length) {
        String what = switch (e) {
            case StreamConstraintsException limit ->
                "the answer's JSON is past a limit: " + ClientText.shown(limit.getOriginalMessage());
            case JsonProcessingException end
            when endsAt(end, length) -> "the answer's JSON is cut: it ends" + place(end) + " in the middle";
            case JsonProcessingException json -> "the answer is no JSON" + place(json);
            case NumberFormatException number -> "the answer's JSON has a number out of range";
            default -> "the answer is no JSON";
        };
        return new InvalidResponseException(what, e);
    }

    /** Of some ends the parser itself says no more than that they are wrong. */
    private static boolean endsAt(JsonProcessingException e, int length) {
        return e instanceof JsonEOFException
                || (e.getLocation() != null && e.getLocation().getByteOffset() >= length);
    }

    private static String place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    private static Charset charset(String contentType) throws InvalidResponseException {
        Matcher charset = CHARSET.matcher(contentType);
        if (!charset.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(charset.group(1));
        } catch (IllegalArgumentException e) {
            throw new InvalidResponseException(
                    "the answer's charset '" + ClientText.shown(charset.group(1)) + "' is unknown", e);
        }
    }
}
