package io.antflow.api.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.intake.BodyPart.Broken;
import io.antflow.api.intake.BodyPart.Place;
import io.antflow.api.intake.BodyPart.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The elements of a JSON array, read one at a time: the array may be longer than memory. */
final class JsonArrayElements implements BodyParts {

    /** The parser takes from the body in blocks: what it has read may be that much ahead of what it has parsed. */
    private static final int READ_AHEAD = 16_384;

    private final BodyStream body;
    private final ObjectMapper json;
    private final int maxElementBytes;
    private final boolean mayBeEmpty;

    private @Nullable JsonParser parser;
    private long index = -1;

    JsonArrayElements(BodyStream body, ObjectMapper json, int maxElementBytes, boolean mayBeEmpty) {
        this.body = body;
        this.json = json;
        this.maxElementBytes = maxElementBytes;
        this.mayBeEmpty = mayBeEmpty;
    }

    @Override
    public BodyPart next() {
        try {
            JsonParser opened = parser;
            if (opened == null) {
                opened = json.createParser(body);
                parser = opened;
                JsonToken first = opened.nextToken();
                if (first != JsonToken.START_ARRAY) {
                    return noArray(first, opened);
                }
            }
            return element(opened);
        } catch (BodyStream.TooLargeException e) {
            return new Broken(Reason.TOO_LARGE, "in element %d: %s".formatted(index, e.getMessage()), here(), null);
        } catch (BodyStream.IncompleteException e) {
            return new Broken(
                    Reason.INCOMPLETE, "the body ended in the middle, in element %d".formatted(index), here(), null);
        } catch (IOException e) {
            JsonLocation at = e instanceof JsonProcessingException fault ? fault.getLocation() : null;
            return malformed(StrictJson.explain(e), at);
        }
    }

    private BodyPart element(JsonParser in) throws IOException {
        body.allowUpTo(in.currentLocation().getByteOffset() + maxElementBytes + READ_AHEAD);
        index++;
        JsonToken token = in.nextToken();
        if (token == JsonToken.END_ARRAY) {
            return in.nextToken() == null
                    ? new BodyPart.End()
                    : malformed("there is more after the array", in.currentTokenLocation());
        }
        JsonLocation begin = in.currentTokenLocation();
        JsonNode value = StrictJson.read(json, in);
        if (in.currentLocation().getByteOffset() - begin.getByteOffset() > maxElementBytes) {
            return new Broken(
                    Reason.TOO_LARGE,
                    "element %d is longer than %,d bytes".formatted(index, maxElementBytes),
                    place(begin),
                    null);
        }
        return new BodyPart.Element(place(begin), value);
    }

    private BodyPart noArray(@Nullable JsonToken first, JsonParser in) {
        String remedy = "send the items as a JSON array, or one a line as application/x-ndjson";
        if (first == null && mayBeEmpty) {
            return new BodyPart.End();
        }
        if (first == null) {
            return new Broken(Reason.MALFORMED, "the body is empty; " + remedy, null, null);
        }
        return malformed("the body is no JSON array; " + remedy, in.currentTokenLocation());
    }

    private Broken malformed(String what, @Nullable JsonLocation at) {
        if (at == null || at.getLineNr() < 1) {
            return new Broken(Reason.MALFORMED, what, here(), null);
        }
        return new Broken(
                Reason.MALFORMED,
                "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what),
                place(at),
                (long) at.getColumnNr());
    }

    private @Nullable Place here() {
        JsonParser in = parser;
        return in == null ? null : place(in.currentLocation());
    }

    private Place place(JsonLocation at) {
        return new Place(at.getLineNr(), index < 0 ? null : index);
    }
}
