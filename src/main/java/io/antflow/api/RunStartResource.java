package io.antflow.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.caller.RunStarts;
import io.antflow.api.intake.FeedOptions;
import io.antflow.api.intake.ItemIntake;
import io.antflow.api.intake.Submission;
import io.antflow.config.RequestConfig;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts runs with the items of a body. */
@Path("/api/pipelines/{pipeline}/runs")
@Tag(ref = ApiDocument.RUNS)
@RunOnVirtualThread
final class RunStartResource {

    private static final Logger LOG = Logger.getLogger(RunStartResource.class);

    private final PipelineEngine engine;
    private final RunStarts starts;
    private final Lookup lookup;
    private final ItemIntake intake;
    private final RequestConfig limits;
    private final ObjectMapper mapper;
    private final ResultJson results;

    RunStartResource(
            PipelineEngine engine,
            RunStarts starts,
            Lookup lookup,
            ItemIntake intake,
            RequestConfig limits,
            ObjectMapper mapper,
            ResultJson results) {
        this.engine = engine;
        this.starts = starts;
        this.lookup = lookup;
        this.intake = intake;
        this.limits = limits;
        this.mapper = mapper;
        this.results = results;
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Consumes({MediaType.APPLICATION_JSON, ItemIntake.NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startRun",
            summary = "Start a run",
            description =
                    "Starts a run with the items of the body, which is read while the run works: when its queue is"
                            + " full, reading waits. The answer comes when all items are accepted, or when the run has ended"
                            + " where the header `Prefer: wait` says so. A body that can't be read to its end leaves a run that"
                            + " goes on with what was accepted before.",
            extensions = @Extension(name = ApiDocument.BODY_NAME, value = "items"))
    @RequestBody(
            description = "The items. Without `open=true` a body is needed, be it an empty array or no lines.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(ref = "Items"),
                        examples = @ExampleObject(name = "three items", value = ApiDocument.ITEMS_EXAMPLE)),
                @Content(
                        mediaType = ItemIntake.NDJSON,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", description = "One item a line."))
            })
    @APIResponse(
            responseCode = "200",
            description =
                    "As JSON, when the run has ended within the wait: the run and its `results`, in input order. As"
                            + " NDJSON: the results themselves, each as soon as it is there, in completion order, failed items"
                            + " included, while the body is still being read; a client that goes away cancels the run. A line"
                            + " with a field `event` is no result, and comes after them: `refused` with `accepted`,"
                            + " `refused_count` and `refused`; `error` with the fields of a problem, when the body could not"
                            + " be read to its end (also with `open=true` the run is closed then); `bye` when the service"
                            + " shuts down.",
            headers = {@Header(ref = "Location"), @Header(ref = "Preference-Applied")},
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = StartedRun.class)),
                @Content(
                        mediaType = ItemIntake.NDJSON,
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        format = "binary",
                                        description = "One result a line."))
            })
    @APIResponse(
            responseCode = "201",
            description = "Started: the run as it is.",
            headers = @Header(ref = "Location"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StartedRun.class)))
    @APIResponse(
            responseCode = "202",
            description = "The run has not ended within the wait: the run as it is.",
            headers = {@Header(ref = "Location"), @Header(ref = "Preference-Applied")},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StartedRun.class)))
    @APIResponse(responseCode = "400", ref = "UnreadableItems")
    @APIResponse(responseCode = "404", description = "There is no such pipeline, or no such stage in it.")
    @APIResponse(responseCode = "409", description = "The run was closed or cancelled while it was being fed.")
    @APIResponse(responseCode = "413", description = "The body or an item of it is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(
            responseCode = "503",
            description = "The service shuts down; or, when the answer is a stream, as many are open as may be.",
            headers = @Header(ref = "Retry-After"))
    public Response startRun(
            @PathParam("pipeline") String pipelineName,
            @Parameter(ref = "priority") @QueryParam("priority") @Nullable String priority,
            @Parameter(
                            description = "The stage that the items enter; the first when absent.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "Fetch")
                    @QueryParam("stage")
                    @Nullable
                    String stage,
            @Parameter(
                            description = "Keep accepting items until the run is closed.",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("open")
                    @Nullable
                    String open,
            @Parameter(
                            description =
                                    "`wait=N`: answer when the run has ended, or after N seconds. A wait longer than"
                                            + " allowed is cut.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "wait=10")
                    @HeaderParam("Prefer")
                    List<String> prefer,
            @Nullable InputStream body,
            HttpHeaders headers)
            throws InterruptedException {
        requireJsonIsAcceptable(headers);
        Pipeline pipeline = lookup.pipeline(pipelineName);
        boolean keepOpen = QueryText.flag("open", open);
        FeedOptions options = FeedOptions.of(pipeline, priority, stage);
        Optional<Duration> wait = PreferredWait.of(prefer, limits.maxWait());

        Submission submission = intake.feed(
                body == null ? InputStream.nullInputStream() : body,
                headers.getMediaType(),
                keepOpen ? options.orNothing() : options,
                starts.forCaller(() -> engine.start(pipeline)));
        Run run = submission.run();
        if (run != null && (!keepOpen || submission.clientGone())) {
            run.close();
        }
        if (submission.clientGone() && run != null) {
            LOG.infof("The client that fed run %s is gone; it goes on with %d items", run.id(), submission.accepted());
        }
        if (submission.problem() != null) {
            throw submission.problem();
        }
        return answer(Objects.requireNonNull(run), submission, wait);
    }

    /** The framework would take any method that shares the path where it finds none for what the client accepts. */
    private static void requireJsonIsAcceptable(HttpHeaders headers) {
        if (headers.getAcceptableMediaTypes().stream().noneMatch(MediaType.APPLICATION_JSON_TYPE::isCompatible)) {
            throw new NotAcceptableException();
        }
    }

    private Response answer(Run run, Submission submission, Optional<Duration> wait) throws InterruptedException {
        URI location = URI.create("/api/runs/" + run.id());
        if (wait.isEmpty()) {
            return Response.created(location)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(StartedRun.of(run.summary(), submission))
                    .build();
        }
        boolean ended = run.awaitEnd(wait.get()); // not join, which would close a run that is to stay open
        StartedRun started = StartedRun.of(run.summary(), submission);
        return (ended ? Response.ok(new EndedRunOutput(started, run, mapper, results)) : Response.accepted(started))
                .type(MediaType.APPLICATION_JSON)
                .location(location)
                .header("Preference-Applied", "wait=" + wait.get().toSeconds())
                .build();
    }
}
