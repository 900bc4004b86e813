package io.antflow.api.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.intake.BodyPart.Broken;
import io.antflow.api.intake.BodyPart.Place;
import io.antflow.api.intake.BodyPart.Reason;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of {@code application/x-ndjson}: one JSON value each, blank ones passed over, {@code \n} or {@code \r\n} after each. */
final class NdjsonLines implements BodyParts {

    private final BodyStream body;
    private final ObjectMapper json;
    private final int maxLineBytes;

    private byte[] buffer = new byte[8192];
    private int start;
    private int scanned;
    private int end;
    private boolean ended;
    private long line;

    NdjsonLines(BodyStream body, ObjectMapper json, int maxLineBytes) {
        this.body = body;
        this.json = json;
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public BodyPart next() {
        try {
            while (true) {
                int length = nextLine();
                if (length < 0) {
                    return new BodyPart.End();
                }
                line++;
                if (length > maxLineBytes) {
                    return new Broken(
                            Reason.TOO_LARGE,
                            "line %d is longer than %,d bytes".formatted(line, maxLineBytes),
                            place(),
                            null);
                }
                int from = start;
                start = Math.min(end, start + length + 1);
                scanned = start;
                if (!blank(from, length)) {
                    return parse(from, length);
                }
            }
        } catch (BodyStream.TooLargeException e) {
            line++;
            return new Broken(Reason.TOO_LARGE, "in line %d: %s".formatted(line, e.getMessage()), place(), null);
        } catch (IOException e) {
            line++;
            return new Broken(
                    Reason.INCOMPLETE, "the body ended in the middle, in line %d".formatted(line), place(), null);
        }
    }

    /** Its length without the end of line, or when it is too long some number above the limit; negative: there is none. */
    private int nextLine() throws IOException {
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    return scanned - start;
                }
            }
            if (ended) {
                return start == end ? -1 : end - start;
            }
            if (end - start > maxLineBytes) {
                return end - start;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(
                    buffer, Math.max(buffer.length, (int) Math.min(2L * buffer.length, maxLineBytes + 8192L)));
        }
        int read = body.read(buffer, end, buffer.length - end);
        if (read < 0) {
            ended = true;
        } else {
            end += read;
        }
    }

    private boolean blank(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private BodyPart parse(int from, int length) {
        try (JsonParser parser = json.createParser(buffer, from, length)) {
            JsonNode value = StrictJson.read(json, parser);
            if (parser.nextToken() != null) {
                return malformed("there is more than one value in the line; send one a line", (long)
                        parser.currentTokenLocation().getColumnNr());
            }
            return new BodyPart.Element(place(), value);
        } catch (IOException e) {
            return malformed(StrictJson.explain(e), StrictJson.column(e));
        }
    }

    private Broken malformed(String what, @Nullable Long column) {
        String where = column == null ? "line %d".formatted(line) : "line %d, column %d".formatted(line, column);
        return new Broken(Reason.MALFORMED, where + ": " + what, place(), column);
    }

    private Place place() {
        return new Place(line, null);
    }
}
