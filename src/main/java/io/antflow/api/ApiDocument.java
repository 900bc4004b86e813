package io.antflow.api;

import io.antflow.security.Sessions;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the OpenAPI document says of the service as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "AntFlow",
                        version = "1.0",
                        summary = "Runs items through pipelines of stages and shows live what is going on.",
                        description = ApiDocument.DESCRIPTION,
                        contact = @Contact(name = "AntFlow", url = "https://github.com/antflow/antflow"),
                        license =
                                @License(
                                        name = "Apache-2.0",
                                        url = "https://www.apache.org/licenses/LICENSE-2.0.html")),
        servers = @Server(url = "/", description = "The service that published this document."),
        tags = {
            @Tag(
                    name = ApiDocument.PIPELINES,
                    description = "What runs are made of: definitions, and the tasks they name."),
            @Tag(
                    name = ApiDocument.RUNS,
                    description = "Executions of a pipeline: start, feed, control, look at, forget."),
            @Tag(name = ApiDocument.ITEMS, description = "The units of work of a run, and what became of each."),
            @Tag(name = ApiDocument.ACCESS, description = "Who is calling, and sessions of browsers."),
            @Tag(name = ApiDocument.STREAMS, description = ApiDocument.STREAMS_DESCRIPTION)
        },
        components =
                @Components(
                        securitySchemes = {
                            @SecurityScheme(
                                    securitySchemeName = "bearer",
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "bearer",
                                    description = "An API key (`antflow_…`), or a token of the service's OpenID Connect"
                                            + " provider. A service for its own machine alone may want none."),
                            @SecurityScheme(
                                    securitySchemeName = "api_key",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "X-API-Key",
                                    description = "An API key (`antflow_…`)."),
                            @SecurityScheme(
                                    securitySchemeName = "session",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.COOKIE,
                                    apiKeyName = Sessions.COOKIE,
                                    description = "A browser's session, begun by `POST /api/session`.")
                        },
                        schemas = {
                            @Schema(
                                    name = "Items",
                                    type = SchemaType.ARRAY,
                                    implementation = Object.class,
                                    description = "Items: any JSON values. An object with an `id` (a string of 1 to 256"
                                            + " characters without control characters, or a whole number) keeps that id;"
                                            + " its `value`, or else the whole object, is what the tasks get; its other"
                                            + " fields are the item's metadata. Anything else gets its sequence number as"
                                            + " id.")
                        },
                        parameters = {
                            @Parameter(
                                    name = "limit",
                                    in = ParameterIn.QUERY,
                                    description = "How many there are on a page at most.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    minimum = "1",
                                                    maximum = "1000",
                                                    defaultValue = "100")),
                            @Parameter(
                                    name = "cursor",
                                    in = ParameterIn.QUERY,
                                    description = "The `next_cursor` of the page before; absent: the first page.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "priority",
                                    in = ParameterIn.QUERY,
                                    description = "Of these items: lower is sooner.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "-2147483648",
                                                    maximum = "2147483647",
                                                    defaultValue = "100"),
                                    example = "10")
                        },
                        headers = {
                            @Header(
                                    name = "Location",
                                    description = "Where the run is.",
                                    schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
                            @Header(
                                    name = "Preference-Applied",
                                    description = "The wait in seconds that was in force.",
                                    schema = @Schema(type = SchemaType.STRING, examples = "wait=10")),
                            @Header(
                                    name = "Retry-After",
                                    description = "In how many seconds to try again.",
                                    schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                        },
                        responses = {
                            @APIResponse(
                                    name = "UnknownRun",
                                    description = "There is no such run, or it has been forgotten.",
                                    content =
                                            @Content(
                                                    mediaType = "application/problem+json",
                                                    schema = @Schema(implementation = ProblemView.class))),
                            @APIResponse(
                                    name = "Unauthenticated",
                                    description =
                                            "The service wants to know who is calling, and no key, token or session"
                                                    + " came with the call, or one that is not valid.",
                                    headers =
                                            @Header(
                                                    name = "WWW-Authenticate",
                                                    description = "How to say who is calling.",
                                                    schema = @Schema(type = SchemaType.STRING, examples = "Bearer"))),
                            @APIResponse(
                                    name = "NotAllowed",
                                    description =
                                            "The caller's role does not allow it, or the call comes from a page of"
                                                    + " another origin."),
                            @APIResponse(
                                    name = "UnknownItem",
                                    description = "There is no such run, or no such item in it."),
                            @APIResponse(
                                    name = "InvalidParameter",
                                    description = "A parameter is none of what it may be."),
                            @APIResponse(
                                    name = "InvalidBody",
                                    description =
                                            "The body is no JSON object, or has `violations`: all of them are listed."),
                            @APIResponse(
                                    name = "UnreadableItems",
                                    description =
                                            "A parameter is none of what it may be; or the body can't be read from"
                                                    + " some `line` on. What was `accepted` before goes on in the run `run_id`"
                                                    + " (absent when not even the first item could be read)."),
                            @APIResponse(name = "RunEnded", description = "The run has ended."),
                            @APIResponse(
                                    name = "TooMany",
                                    description =
                                            "As many runs are active, or as many items are kept, as may be, by the caller or altogether; or the caller sends requests too fast.",
                                    headers = @Header(ref = "Retry-After")),
                            @APIResponse(
                                    name = "TooManyRequests",
                                    description =
                                            "The caller sends requests faster than one caller may, or has as much open.",
                                    headers = @Header(ref = "Retry-After")),
                            @APIResponse(
                                    name = "ShuttingDown",
                                    description = "The service shuts down.",
                                    headers = @Header(ref = "Retry-After"))
                        }))
public final class ApiDocument extends Application {

    /** Tag: definitions and tasks. */
    public static final String PIPELINES = "pipelines";

    /** Tag: runs. */
    public static final String RUNS = "runs";

    /** Tag: items and results. */
    public static final String ITEMS = "items";

    /** Tag: who is calling. */
    public static final String ACCESS = "access";

    /** Tag: event streams. */
    public static final String STREAMS = "streams";

    /** Vendor extension: what generated methods call the body. */
    public static final String BODY_NAME = "x-codegen-request-body-name";

    static final String DESCRIPTION = """
            A **pipeline** is an ordered list of **stages**, each a worker pool with a bounded priority queue and the tasks \
            that every item goes through in order. A **run** is one execution of a pipeline: it accepts **items** until it \
            is closed, and ends when all of them have ended.

            Names are `snake_case`, times are Unix seconds, durations are seconds, ids are strings or whole numbers exactly \
            as the client gave them. Unknown query parameters are ignored.

            A service that others can reach wants to know who is calling: by an API key, a token or a session. Three roles, each \
            of which may do what those before it may: `viewer` reads and follows streams, `operator` starts, feeds and controls \
            runs, `admin` changes definitions. Each call says in its `security` which one it needs.

            Every error is `application/problem+json` (RFC 9457). Its `type` is `urn:antflow:problem:` and one of \
            `unknown-pipeline`, `unknown-run`, `unknown-stage`, `unknown-item`, `malformed-request`, `invalid-parameter`, `malformed-body`, \
            `incomplete-body`, `invalid-body` (with `violations`), `body-too-large`, `pipeline-of-the-application`, \
            `pipeline-of-a-file`, `pipeline-in-use`, `run-closed`, `run-ended`, `run-not-ended`, `item-ended`, `too-many-pipelines`, \
            `too-many-runs`, `too-many-items`, `too-many-streams`, `caller-limit`, `no-websocket-handshake`, `unauthenticated`, `not-allowed`, \
            `misdirected-request`, `origin-not-allowed`, `provider-unreachable`, `shutting-down`; or \
            `about:blank` where the HTTP status says all there is to say. Only what is no HTTP is answered with a bare 400, before it \
            gets here: a target that is no URI, such as one with a broken percent-encoding, or a malformed head.

            Paths are normalised as RFC 3986 has it, percent-encoded dots included, so an item whose id is `.` or `..` is not found by path but by \
            `GET /api/runs/{run}/items?id=`.
            """;

    static final String STREAMS_DESCRIPTION = """
            What is going on, as it happens: events and snapshots as Server-Sent Events and as lines, and as WebSocket \
            messages.

            **WebSockets**, which OpenAPI can't describe: `/ws/runs/{run}` follows one run, `/ws/pipeline` the newest run and \
            then the next that starts; before there is any it is silent. Both take `interval`, the seconds between two \
            updates (0.05 to 60, by default 0.5). Each message is a JSON object:
            - `{"type": "start", "total", "stages": [names], "run_id", "pipeline"}` first of each run,
            - `{"type": "update", "processed", "failed", "in_flight", "total", "is_running", "stages": {name: {"pending", \
            "active", "completed", "done", "failed"}}, "workers": [{"name", "stage", "status", "current_item", \
            "current_task"}], "errors": {"total", "by_type", "by_stage", "recent": [{"item_id", "error", "type", "stage", \
            "timestamp"}]}}` at once and at every tick; `done` is the same as `completed`, and `recent` has the last ten \
            failures, oldest first. A client too slow for the interval misses updates and gets the newest,
            - `{"type": "finish", "results", "failed", "errors": {type: count}}` when the run has ended. Then `/ws/runs/{run}` \
            is closed with 1000; `/ws/pipeline` stays.

            A handshake is refused like any call: 400, 404, 429 or 503 with `Retry-After` when the caller, or all together, have as many \
            streams open as may be, and 403 when it comes from a page of another origin, unless CORS is configured for that. What clients send is \
            ignored, and closes the socket with 1009 when it is too long. The service pings; who does not answer is cut off. \
            When it shuts down, it closes with 1001; when the key, token or session is no longer valid, with 1008.
            """;

    static final String ITEMS_EXAMPLE = """
            [{"id": "a-1", "value": {"name": "Ada"}, "source": "import"}, {"id": 17, "name": "Grace"}, "anything"]
            """;

    static final String DEFINITION_EXAMPLE = """
            {
              "name": "users",
              "stages": [
                {
                  "name": "Fetch",
                  "workers": 10,
                  "tasks": ["fetch_user"],
                  "retry": "per_task",
                  "task_attempts": 3,
                  "task_wait_seconds": 1.0,
                  "backoff": "exponential",
                  "max_wait_seconds": 30,
                  "task_timeout_seconds": 30
                },
                {"name": "Save", "workers": 2, "tasks": ["save_user"]}
              ]
            }
            """;
}
