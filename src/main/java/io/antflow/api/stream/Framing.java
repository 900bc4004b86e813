package io.antflow.api.stream;

import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How events look on the wire. Heads and frames only: the JSON in them is ready. */
public enum Framing {
    /** Server-Sent Events. */
    SERVER_SENT_EVENTS(MediaType.SERVER_SENT_EVENTS, "retry: 3000\n\n", ": heartbeat\n\n") {
        @Override
        void write(StreamEvent event, ByteArrayOutputStream to) {
            if (event.id() != null) {
                writeAscii("id: " + event.id() + "\n", to);
            }
            writeAscii("event: " + event.name() + "\ndata: ", to);
            to.writeBytes(event.json());
            writeAscii("\n\n", to);
        }

        @Override
        void writePosition(String id, ByteArrayOutputStream to) {
            // No data, so nothing is dispatched to the client's program; but the client goes on from here.
            writeAscii("id: " + id + "\n\n", to);
        }
    },

    /** One JSON object a line; what an event tells is in its field {@code event}. */
    NDJSON(Framing.NDJSON_TYPE, "", "{\"event\":\"heartbeat\"}\n") {
        @Override
        void write(StreamEvent event, ByteArrayOutputStream to) {
            writeLine(event, to);
        }
    },

    /** One result a line, as it is; only what is no result has a field {@code event}. A silence stays silent. */
    RESULT_LINES(Framing.NDJSON_TYPE, "", "") {
        @Override
        void write(StreamEvent event, ByteArrayOutputStream to) {
            if (event.name() == EventName.RESULT) {
                to.writeBytes(event.json());
                to.write('\n');
            } else {
                writeLine(event, to);
            }
        }
    },

    /** Nothing but the JSON, in a message of its own. */
    MESSAGES("", "", "") {
        @Override
        void write(StreamEvent event, ByteArrayOutputStream to) {
            to.writeBytes(event.json());
        }

        @Override
        public Piece piece(StreamEvent event) {
            return new Piece(event.json(), event.name().counts() ? 1 : 0); // the same bytes for all who follow
        }
    },

    /** What a person reads on a terminal, frames drawn elsewhere; of events only those that no stream is without. */
    TERMINAL("text/plain;charset=UTF-8", "", "") {
        @Override
        void write(StreamEvent event, ByteArrayOutputStream to) {
            if (event.name() == EventName.BYE) {
                writeAscii("The service shuts down.\n", to);
            } else if (event.name() == EventName.ERROR) {
                writeAscii("Something went wrong in the service; its log says what.\n", to);
            }
        }
    };

    /** The media type of {@link #NDJSON} and {@link #RESULT_LINES}. */
    static final String NDJSON_TYPE = "application/x-ndjson";

    /** What a method produces that another is to be preferred to where the client has no preference. */
    static final String NDJSON_IF_ASKED_FOR = NDJSON_TYPE + ";qs=0.5";

    /** Like {@link #NDJSON_IF_ASKED_FOR}. */
    static final String SERVER_SENT_EVENTS_IF_ASKED_FOR = MediaType.SERVER_SENT_EVENTS + ";qs=0.4";

    private final String mediaType;
    private final byte[] opening;
    private final byte[] heartbeat;

    Framing(String mediaType, String opening, String heartbeat) {
        this.mediaType = mediaType;
        this.opening = opening.getBytes(StandardCharsets.UTF_8);
        this.heartbeat = heartbeat.getBytes(StandardCharsets.UTF_8);
    }

    String mediaType() {
        return mediaType;
    }

    /** What comes first. */
    byte[] opening() {
        return opening;
    }

    /** What shows that a silent stream is alive; empty: nothing does. */
    byte[] heartbeat() {
        return heartbeat;
    }

    abstract void write(StreamEvent event, ByteArrayOutputStream to);

    /** Tells the client where it is, for when it comes back; nothing where that can't be told without an event. */
    void writePosition(String id, ByteArrayOutputStream to) {}

    /** One event. */
    public Piece piece(StreamEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.json().length + 64);
        write(event, bytes);
        return new Piece(bytes.toByteArray(), event.name().counts() ? 1 : 0);
    }

    static void writeLine(StreamEvent event, ByteArrayOutputStream to) {
        writeAscii("{\"event\":\"" + event.name() + "\"", to);
        if (event.id() != null) {
            writeAscii(",\"id\":\"" + event.id() + "\"", to);
        }
        byte[] json = event.json();
        if (json.length > 2) {
            to.write(',');
        }
        to.write(json, 1, json.length - 1);
        to.write('\n');
    }

    static void writeAscii(String text, ByteArrayOutputStream to) {
        to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
