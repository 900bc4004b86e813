package io.antflow.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.api.caller.OwnedRuns;
import io.antflow.api.intake.JsonDocuments;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.Run;
import io.antflow.engine.RunStatus;
import io.antflow.engine.RunSummary;
import io.antflow.engine.StageStats;
import io.antflow.security.Role;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What can be done to runs. */
@Path("/api/runs/{run}")
@Tag(ref = ApiDocument.RUNS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class RunControlResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String ACCEPTED = "202";
    private static final int ACCEPTED_STATUS = 202;

    private final Lookup lookup;
    private final JsonDocuments documents;
    private final OwnedRuns owned;

    RunControlResource(Lookup lookup, JsonDocuments documents, OwnedRuns owned) {
        this.owned = owned;
        this.lookup = lookup;
        this.documents = documents;
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("close")
    @ResponseStatus(ACCEPTED_STATUS)
    @Operation(
            operationId = "closeRun",
            summary = "Close a run",
            description = "It takes no more items, and ends when all of its items have. Does nothing to a closed run.")
    @APIResponse(
            responseCode = ACCEPTED,
            description = "The run as it is now.",
            content = @Content(schema = @Schema(implementation = RunSummary.class)))
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    public RunSummary closeRun(@PathParam("run") String id) {
        Run run = lookup.run(id);
        run.close();
        return run.summary();
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("pause")
    @ResponseStatus(ACCEPTED_STATUS)
    @Operation(
            operationId = "pauseRun",
            summary = "Pause a run",
            description = "Its workers finish what they hold and take no more, until the run is resumed.")
    @APIResponse(
            responseCode = ACCEPTED,
            description = "The run as it is now.",
            content = @Content(schema = @Schema(implementation = RunSummary.class)))
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "409", ref = "RunEnded")
    public RunSummary pauseRun(@PathParam("run") String id) {
        Run run = lookup.run(id);
        return done(run.pause(), run);
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("resume")
    @ResponseStatus(ACCEPTED_STATUS)
    @Operation(
            operationId = "resumeRun",
            summary = "Resume a run",
            description = "Its workers go on. Does nothing to a run that is not paused.")
    @APIResponse(
            responseCode = ACCEPTED,
            description = "The run as it is now.",
            content = @Content(schema = @Schema(implementation = RunSummary.class)))
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "409", ref = "RunEnded")
    public RunSummary resumeRun(@PathParam("run") String id) {
        Run run = lookup.run(id);
        return done(run.resume(), run);
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("cancel")
    @ResponseStatus(ACCEPTED_STATUS)
    @Operation(
            operationId = "cancelRun",
            summary = "Cancel a run",
            description = "Its workers finish what they hold; everything that still waits becomes `cancelled`.")
    @APIResponse(
            responseCode = ACCEPTED,
            description = "The run as it is now.",
            content = @Content(schema = @Schema(implementation = RunSummary.class)))
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "409", ref = "RunEnded")
    public RunSummary cancelRun(@PathParam("run") String id) {
        Run run = lookup.run(id);
        return done(run.cancel(), run);
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(ACCEPTED_STATUS)
    @Operation(
            operationId = "retryFailedItems",
            summary = "Try failed items again",
            description =
                    "Puts failed items back at the stage where they failed, with all of their attempts: those named,"
                            + " or all when there is no body. A run that has ended goes on.")
    @RequestBody(
            required = false,
            description = "Which items. Ids that name no failed item are passed over.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetryRequest.class),
                            examples = @ExampleObject(name = "two items", value = "{\"item_ids\": [17, \"a-1\"]}")))
    @APIResponse(
            responseCode = ACCEPTED,
            description = "How many items were put back.",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "400", ref = "InvalidBody")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "409", description = "The run was cancelled: nothing in it is tried again.")
    @APIResponse(responseCode = "413", description = "The body is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    @APIResponse(responseCode = "429", ref = "TooMany")
    @APIResponse(responseCode = "503", ref = "ShuttingDown")
    public Accepted retryFailedItems(@PathParam("run") String id, @Nullable InputStream body) {
        Run run = lookup.run(id);
        RetryRequest request = body == null
                ? RetryRequest.ALL
                : documents.objectOrNothing(body).map(RetryRequest::of).orElse(RetryRequest.ALL);
        if (run.status() == RunStatus.CANCELLED) {
            throw ended(run);
        }
        owned.requireRoomToGoOn(run);
        return new Accepted(request.itemIds() == null ? run.retryFailed() : run.retryFailed(request.itemIds()));
    }

    @PATCH
    @RolesAllowed(Role.OPERATES)
    @Path("stages/{stage}")
    @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
    @Operation(
            operationId = "changeStage",
            summary = "Change a stage while it works",
            description = "Grow or shrink its pool (no item is interrupted), hold it alone, or let it go on.")
    @RequestBody(
            required = true,
            description = "What to change; what is not there stays.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = StageChange.class),
                        examples = {
                            @ExampleObject(name = "resize", value = "{\"workers\": 20}"),
                            @ExampleObject(name = "hold", value = "{\"paused\": true}")
                        }),
                @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = StageChange.class))
            })
    @APIResponse(responseCode = "200", description = "The stage as it is now.")
    @APIResponse(responseCode = "400", ref = "InvalidBody")
    @APIResponse(responseCode = "404", description = "There is no such run, or no such stage in it.")
    @APIResponse(responseCode = "409", ref = "RunEnded")
    @APIResponse(responseCode = "413", description = "The body is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    public StageStats changeStage(@PathParam("run") String id, @PathParam("stage") String stageName, InputStream body) {
        Run run = lookup.run(id);
        String stage = lookup.stage(run, stageName);
        ObjectNode document = documents.object(body);
        StageChange change = StageChange.of(document);
        if (run.ended()) {
            throw ended(run);
        }
        if (change.workers() != null) {
            run.resize(stage, change.workers());
        }
        if (change.paused() != null) {
            if (change.paused()) {
                run.pauseStage(stage);
            } else {
                run.resumeStage(stage);
            }
        }
        return Objects.requireNonNull(
                run.snapshot().pipelineStats().stageStats().get(stage));
    }

    private static RunSummary done(boolean done, Run run) {
        if (!done) {
            throw ended(run);
        }
        return run.summary();
    }

    private static HttpProblem ended(Run run) {
        RunSummary summary = run.summary();
        return ProblemType.RUN_ENDED.because("run %s is %s; nothing in it can be changed"
                .formatted(summary.id(), summary.status().name().toLowerCase(Locale.ROOT)));
    }
}
