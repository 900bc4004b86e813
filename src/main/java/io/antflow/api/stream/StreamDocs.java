package io.antflow.api.stream;

/** What the OpenAPI document says of more than one stream. */
final class StreamDocs {

    /** The vendor extension by which generators of clients know a stream. */
    static final String STREAMING = "x-streaming";

    static final String INTERVAL = "Seconds between two snapshots.";

    static final String LAST_EVENT_ID =
            "The id of the last event that has come: the stream goes on after it. Clients of Server-Sent Events send it by"
                    + " themselves when they connect again. Absent, or of before the service was started: from the"
                    + " beginning.";

    static final String LAST_EVENT_ID_PARAMETER = "Like the header `Last-Event-ID`, which wins, for a first connect.";

    static final String LINES =
            "One JSON object a line: what an event tells, with its name in `event` and its id in `id`.";

    static final String TOO_MANY = "As many streams are open as may be, or the service shuts down.";

    static final String FRAMES = " A silent stream shows every 15 s that it is alive, by a comment or the line"
            + " `{\"event\":\"heartbeat\"}`. When the service shuts down, the last event is `bye`; when something goes wrong"
            + " in it, `error`.";

    private StreamDocs() {}
}
