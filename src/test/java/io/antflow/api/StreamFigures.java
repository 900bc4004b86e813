package io.antflow.api;

import io.antflow.runtime.StreamKind;
import io.restassured.RestAssured;
import java.util.Locale;

/** What the metrics of the service say of its streams. */
public final class StreamFigures {

    private StreamFigures() {}

    /** How many are open. */
    public static long open(StreamKind kind) {
        return figure("antflow_streams", kind);
    }

    /** How many events were sent. */
    public static long sent(StreamKind kind) {
        return figure("antflow_stream_events_sent_total", kind);
    }

    /** How many events were left out, as clients were too slow for them. */
    public static long dropped(StreamKind kind) {
        return figure("antflow_stream_events_dropped_total", kind);
    }

    private static long figure(String metric, StreamKind kind) {
        String label = "kind=\"" + kind.name().toLowerCase(Locale.ROOT) + "\"";
        return RestAssured.given()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(metric + "{") && line.contains(label))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
