package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;
import java.util.Locale;

/**
 * The kinds of problems that a client can tell apart by their {@code type}. What HTTP itself says already (no such route,
 * method not allowed, …) has the type {@code about:blank}.
 */
public enum ProblemType {
    /** There is no such pipeline. */
    UNKNOWN_PIPELINE(404, "Unknown pipeline"),
    /** There is no such run, or it has been forgotten. */
    UNKNOWN_RUN(404, "Unknown run"),
    /** The pipeline has no such stage. */
    UNKNOWN_STAGE(404, "Unknown stage"),
    /** The run has no such item. */
    UNKNOWN_ITEM(404, "Unknown item"),
    /** The request itself is not as HTTP wants it, whatever it asks for. */
    MALFORMED_REQUEST(400, "Malformed request"),
    /** A path, query or header parameter is none of the values it may have. */
    INVALID_PARAMETER(400, "Invalid parameter"),
    /** The body is no JSON (or YAML), or not of the form that is asked for. */
    MALFORMED_BODY(400, "Malformed body"),
    /** The body ended, or paused for too long, in the middle. */
    INCOMPLETE_BODY(400, "Incomplete body"),
    /** The body is JSON, but its fields are at fault. */
    INVALID_BODY(400, "Invalid body"),
    /** The body, or one item of it, is longer than allowed. */
    BODY_TOO_LARGE(413, "Body too large"),
    /** The application itself defines the pipeline. */
    APPLICATION_PIPELINE(409, "Pipeline of the application"),
    /** A file of the service defines the pipeline. */
    FILE_PIPELINE(409, "Pipeline of a file"),
    /** The pipeline has a run that has not ended. */
    PIPELINE_IN_USE(409, "Pipeline in use"),
    /** The run takes no more items. */
    RUN_CLOSED(409, "Run closed"),
    /** The run has ended. */
    RUN_ENDED(409, "Run ended"),
    /** The run has not ended. */
    RUN_NOT_ENDED(409, "Run not ended"),
    /** The item has ended. */
    ITEM_ENDED(409, "Item ended"),
    /** As many definitions are kept as may be. */
    TOO_MANY_PIPELINES(429, "Too many pipelines"),
    /** As many runs are active as may be. */
    TOO_MANY_RUNS(429, "Too many runs"),
    /** The caller has, or does, as much as one caller may. */
    CALLER_LIMIT(429, "Caller limit"),
    /** The service keeps as many items as it may. */
    TOO_MANY_ITEMS(429, "Too many items"),
    /** What is there are WebSockets only. */
    NO_WEBSOCKET_HANDSHAKE(426, "No WebSocket handshake"),
    /** The call is meant for another host. */
    MISDIRECTED_REQUEST(421, "Misdirected request"),
    /** Nobody has said who they are, or what they said is wrong. */
    UNAUTHENTICATED(401, "Unauthenticated"),
    /** Whoever could say whether the token is good can't be asked. */
    PROVIDER_UNREACHABLE(503, "Provider unreachable"),
    /** They are known, but may not do that. */
    NOT_ALLOWED(403, "Not allowed"),
    /** The page that wants to connect is of another origin. */
    ORIGIN_NOT_ALLOWED(403, "Origin not allowed"),
    /** As many streams are open as may be. */
    TOO_MANY_STREAMS(503, "Too many streams"),
    /** The service shuts down. */
    SHUTTING_DOWN(503, "Shutting down");

    private final int status;
    private final String title;
    private final URI uri;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
        this.uri = URI.create(
                "urn:antflow:problem:" + title.toLowerCase(Locale.ROOT).replace(' ', '-'));
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** What identifies it: {@code urn:antflow:problem:} and its title in lower case with hyphens. */
    public URI uri() {
        return uri;
    }

    /**
     * A problem of this type, to be thrown.
     *
     * @param detail names the place and the remedy
     */
    public HttpProblem because(String detail) {
        return with(detail).build();
    }

    /** Like {@link #because(String)}, for problems with more members or headers. */
    public HttpProblem.Builder with(String detail) {
        return HttpProblem.builder()
                .withType(uri)
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail);
    }
}
