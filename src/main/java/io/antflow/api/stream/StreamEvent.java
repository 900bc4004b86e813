package io.antflow.api.stream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Something to tell a client. Immutable: nobody changes the bytes. */
public final class StreamEvent {

    private static final byte[] FAILURE = """
            {"type":"about:blank","status":500,"title":"Internal Server Error",\
            "detail":"something went wrong in the service; its log says what"}""".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {'{', '}'};

    private final EventName name;
    private final @Nullable String id;
    private final byte[] json;

    /**
     * @param id where in the stream it is, of {@code [A-Za-z0-9-]}; null: nowhere
     * @param json a JSON object in one line
     */
    public StreamEvent(EventName name, @Nullable String id, byte[] json) {
        this.name = name;
        this.id = id;
        this.json = json;
    }

    /** Something went wrong in the service. */
    static StreamEvent failure() {
        return new StreamEvent(EventName.ERROR, null, FAILURE);
    }

    /** The service shuts down. */
    static StreamEvent bye() {
        return new StreamEvent(EventName.BYE, null, NOTHING);
    }

    EventName name() {
        return name;
    }

    @Nullable
    String id() {
        return id;
    }

    byte[] json() {
        return json;
    }
}
