package io.antflow.api.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.api.problem.ProblemType;
import io.antflow.config.RequestConfig;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are one JSON document each, strictly: 400 with line and column for what is none. */
@Singleton
public final class JsonDocuments {

    private final long maxBytes;
    private final ObjectMapper json;

    JsonDocuments(RequestConfig limits) {
        this.maxBytes = limits.maxBodyBytes().asLongValue();
        this.json = StrictJson.mapper(limits.maxDepth());
    }

    /**
     * The body as a JSON object.
     *
     * @throws HttpProblem 400 when it is none, 413 when it is too long
     */
    public ObjectNode object(InputStream body) {
        return objectOrNothing(body)
                .orElseThrow(() -> ProblemType.MALFORMED_BODY.because("the body is empty; send a JSON object"));
    }

    /** Like {@link #object(InputStream)}; empty when the body is. */
    public Optional<ObjectNode> objectOrNothing(InputStream body) {
        return document(new BodyStream(body, maxBytes), ObjectNode.class, "object");
    }

    /**
     * The body as it came, when it is a JSON array.
     *
     * @throws HttpProblem 400 when it is none, 413 when it is too long
     */
    public byte[] array(InputStream body) {
        byte[] bytes = allOf(body);
        var _ = document(new ByteArrayInputStream(bytes), ArrayNode.class, "array")
                .orElseThrow(() -> ProblemType.MALFORMED_BODY.because("the body is empty; send a JSON array"));
        return bytes;
    }

    private byte[] allOf(InputStream body) {
        try {
            return new BodyStream(body, maxBytes).readAllBytes();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private <T extends JsonNode> Optional<T> document(InputStream body, Class<T> type, String kind) {
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            JsonLocation begin = parser.currentTokenLocation();
            JsonNode document = StrictJson.read(json, parser);
            if (parser.nextToken() != null) {
                throw malformed("there is more after the first value", parser.currentTokenLocation());
            }
            if (!type.isInstance(document)) {
                throw malformed("the body is no JSON " + kind, begin);
            }
            return Optional.of(type.cast(document));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static HttpProblem unreadable(IOException why) {
        return switch (why) {
            case BodyStream.TooLargeException e -> ProblemType.BODY_TOO_LARGE.because(String.valueOf(e.getMessage()));
            case BodyStream.IncompleteException e ->
                ProblemType.INCOMPLETE_BODY.because("the body ended in the middle");
            case JsonProcessingException e -> malformed(StrictJson.explain(e), e.getLocation());
            default -> malformed(StrictJson.explain(why), null);
        };
    }

    private static HttpProblem malformed(String what, @Nullable JsonLocation at) {
        if (at == null || at.getLineNr() < 1) {
            return ProblemType.MALFORMED_BODY.because(what);
        }
        return ProblemType.MALFORMED_BODY
                .with("line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what))
                .with("line", at.getLineNr())
                .with("column", at.getColumnNr())
                .build();
    }
}
