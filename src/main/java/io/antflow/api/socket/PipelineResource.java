package io.antflow.api.socket;

import io.antflow.api.ApiDocument;
import io.antflow.api.Lookup;
import io.antflow.api.caller.RunStarts;
import io.antflow.api.intake.FeedOptions;
import io.antflow.api.intake.ItemIntake;
import io.antflow.api.intake.JsonDocuments;
import io.antflow.api.intake.Submission;
import io.antflow.api.problem.ProblemType;
import io.antflow.catalog.Catalog;
import io.antflow.catalog.PipelineDefinition;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The two calls of the Python library's guide to web dashboards, for front ends that know of one pipeline only. */
@Path("/api/pipeline")
@Tag(ref = ApiDocument.RUNS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class PipelineResource {

    private final PipelineEngine engine;
    private final RunStarts starts;
    private final StartedRuns started;
    private final Catalog catalog;
    private final Lookup lookup;
    private final JsonDocuments documents;
    private final ItemIntake intake;

    PipelineResource(
            PipelineEngine engine,
            RunStarts starts,
            StartedRuns started,
            Catalog catalog,
            Lookup lookup,
            JsonDocuments documents,
            ItemIntake intake) {
        this.engine = engine;
        this.starts = starts;
        this.started = started;
        this.catalog = catalog;
        this.lookup = lookup;
        this.documents = documents;
        this.intake = intake;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("status")
    @Operation(
            operationId = "getPipelineStatus",
            summary = "Get the state of the newest run",
            description =
                    "In the shape of AntFlow's guide to web dashboards; `/ws/pipeline` tells the same as it changes.")
    @APIResponse(responseCode = "200", description = "The newest run's state, or that there is no run.")
    public PipelineStatus getPipelineStatus() {
        Run run = started.newest();
        return run == null ? PipelineStatus.NOT_RUNNING : PipelineStatus.of(run.snapshot());
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("start")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startPipeline",
            summary = "Start a run with a list of items, in short",
            description =
                    "In the shape of AntFlow's guide to web dashboards. The answer comes at once: the run takes the whole"
                            + " list before it begins, so the list may be no longer than any JSON document; `startRun` takes"
                            + " more, as a stream. A list that can't be read starts nothing.",
            extensions = @Extension(name = ApiDocument.BODY_NAME, value = "items"))
    @RequestBody(
            required = true,
            description = "The items.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "Items"),
                            examples =
                                    @ExampleObject(
                                            name = "three items",
                                            value = "[{\"id\": 1}, {\"id\": 2}, \"three\"]")))
    @APIResponse(
            responseCode = "200",
            description = "Started.",
            content = @Content(schema = @Schema(implementation = StartedPipeline.class)))
    @APIResponse(
            responseCode = "400",
            description = "The body is no JSON array; or there are several pipelines, and none is named.")
    @APIResponse(responseCode = "404", description = "There is no such pipeline.")
    @APIResponse(responseCode = "413", description = "The body is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(responseCode = "503", ref = "ShuttingDown")
    public StartedPipeline startPipeline(
            @Parameter(
                            description = "The pipeline; when absent, the newest run's, or the only one there is.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "users")
                    @QueryParam("pipeline")
                    @Nullable
                    String name,
            @Nullable InputStream body)
            throws InterruptedException {
        Pipeline pipeline = lookup.pipeline(name == null ? usualPipeline() : name);
        byte[] items = documents.array(body == null ? InputStream.nullInputStream() : body);
        Submission submission = intake.feed(
                new ByteArrayInputStream(items),
                MediaType.APPLICATION_JSON_TYPE,
                FeedOptions.of(pipeline, null, null),
                starts.forCaller(() -> engine.prepare(pipeline)));
        Run run = submission.run();
        if (run != null) {
            run.start();
            run.close();
        }
        if (submission.problem() != null) {
            throw submission.problem();
        }
        return StartedPipeline.of(Objects.requireNonNull(run), submission);
    }

    private String usualPipeline() {
        List<String> names =
                catalog.definitions().stream().map(PipelineDefinition::name).toList();
        Run newest = started.newest();
        if (newest != null && names.contains(newest.pipeline().name())) {
            return newest.pipeline().name();
        }
        if (names.size() == 1) {
            return names.getFirst();
        }
        throw ProblemType.INVALID_PARAMETER.because(
                names.isEmpty()
                        ? "there is no pipeline yet; PUT /api/pipelines/{pipeline} defines one"
                        : "name the pipeline: ?pipeline= and one of " + names);
    }
}
