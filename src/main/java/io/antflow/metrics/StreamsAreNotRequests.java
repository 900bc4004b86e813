package io.antflow.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Keeps streams out of the HTTP server's timers. A stream's duration is how long somebody watched, and its end, mostly the
 * client leaving, would count as an error.
 */
/*
 * Whether a request is a stream can't be told by its path: the same resource answers JSON or a stream, as the client likes.
 * What it answered is known when a response has ended: it is marked then, and the marked are denied. Of a response that was
 * cut only the path is known; cut ones of what may be a stream are denied altogether.
 */
@Singleton
final class StreamsAreNotRequests implements HttpServerMetricsTagsContributor, MeterFilter {

    private static final String TIMER = "http.server.requests";
    private static final String MARK = "stream";

    /** Streams of any type have it, also those of plain text, and nothing else. */
    private static final String NOT_TO_BE_BUFFERED = "X-Accel-Buffering";

    private static final Pattern STREAM_TYPE = Pattern.compile("(text/event-stream|application/x-ndjson).*");
    private static final Pattern STREAM_PATH = Pattern.compile(
            "/api/(snapshots|dashboard|pipelines/[^/]+/runs|runs/[^/]+/(snapshots|events|results|dashboard))");

    @Override
    public Tags contribute(Context context) {
        MultiMap headers = context.response().headers();
        String type = headers.get("Content-Type");
        boolean stream = headers.contains(NOT_TO_BE_BUFFERED)
                || (type != null && STREAM_TYPE.matcher(type).matches());
        return stream ? Tags.of(MARK, "true") : Tags.empty();
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(TIMER) && (id.getTag(MARK) != null || isCutStream(id))
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    private static boolean isCutStream(Meter.Id id) {
        String path = id.getTag("uri");
        return "RESET".equals(id.getTag("status"))
                && path != null
                && STREAM_PATH.matcher(path).matches();
    }
}
