package io.antflow.api;

import io.antflow.api.problem.ProblemType;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunStatus;
import io.antflow.engine.RunSummary;
import io.antflow.security.Role;
import io.antflow.tracking.RunHistories;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What can be asked of runs. */
@Path("/api/runs")
@Tag(ref = ApiDocument.RUNS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class RunsResource {

    private static final Pattern RUN_ID = Pattern.compile("[0-9A-Z]{1,64}");

    private final PipelineEngine engine;
    private final Lookup lookup;
    private final RunHistories histories;

    RunsResource(PipelineEngine engine, Lookup lookup, RunHistories histories) {
        this.engine = engine;
        this.lookup = lookup;
        this.histories = histories;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "listRuns",
            summary = "List runs",
            description =
                    "Newest first, a page at a time: those that work and those that have ended and are still kept.")
    @APIResponse(responseCode = "200", description = "A page of runs.")
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    public RunPage listRuns(
            @Parameter(
                            description = "Only runs of this pipeline.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "users")
                    @QueryParam("pipeline")
                    @Nullable
                    String pipeline,
            @Parameter(
                            description = "Only runs of this status.",
                            schema = @Schema(implementation = RunStatus.class),
                            example = "running")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(ref = "limit") @QueryParam("limit") @Nullable String limit,
            @Parameter(ref = "cursor") @QueryParam("cursor") @Nullable String cursor) {
        RunStatus wanted = QueryText.oneOf("status", status, RunStatus.class);
        int most = Paging.limit(limit);
        if (cursor != null && !RUN_ID.matcher(cursor).matches()) {
            throw Paging.unknownCursor();
        }
        List<RunSummary> found = engine.runs().stream()
                .filter(run -> cursor == null || run.id().compareTo(cursor) < 0)
                .filter(run -> pipeline == null || run.pipeline().name().equals(pipeline))
                .filter(run -> wanted == null || run.status() == wanted)
                .limit(most + 1L)
                .map(Run::summary)
                .toList();
        return found.size() <= most
                ? new RunPage(found, null)
                : new RunPage(found.subList(0, most), found.get(most - 1).id());
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("{run}")
    @Operation(operationId = "getRun", summary = "Get a run", description = "A run in short, as it is now.")
    @APIResponse(responseCode = "200", description = "The run.")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    public RunSummary getRun(@PathParam("run") String run) {
        return lookup.run(run).summary();
    }

    @DELETE
    @RolesAllowed(Role.OPERATES)
    @Produces(MediaType.WILDCARD) // the answer has no body; generated clients accept application/problem+json alone
    @Path("{run}")
    @Operation(
            operationId = "deleteRun",
            summary = "Forget an ended run",
            description = "Its items, results and events are gone.")
    @APIResponse(responseCode = "204", description = "Forgotten.")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "409", description = "The run has not ended.")
    public void deleteRun(@PathParam("run") String id) {
        Run run = lookup.run(id);
        if (!engine.forget(id)) {
            if (!run.ended()) {
                throw ProblemType.RUN_NOT_ENDED.because("run %s has not ended; cancel it, or wait".formatted(run.id()));
            }
            lookup.run(id);
        }
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("{run}/snapshot")
    @Operation(
            operationId = "getSnapshot",
            summary = "Get a snapshot",
            description =
                    "The state of a run at one moment: counts by stage, workers, recent failures. Items are conserved"
                            + " exactly: total = processed + failed + cancelled + in flight.")
    @APIResponse(responseCode = "200", description = "The snapshot.")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    public DashboardSnapshot getSnapshot(@PathParam("run") String run) {
        return lookup.run(run).snapshot();
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("{run}/history")
    @Operation(
            operationId = "getHistory",
            summary = "Get a run's history",
            description =
                    "Rate, waiting items and items in work of each stage since the run's start, for charts: a sample a"
                            + " second, and the longer the run the fewer, so that there are never more than a few hundred.")
    @APIResponse(responseCode = "200", description = "The samples so far.")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    public HistoryView getHistory(@PathParam("run") String id) {
        Run run = lookup.run(id);
        return HistoryView.of(run.pipeline(), histories.of(run));
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("{run}/errors")
    @Operation(
            operationId = "getErrors",
            summary = "Get what failed",
            description = "All failed items of a run, most recent first, and how many by type and by stage.")
    @APIResponse(responseCode = "200", description = "What failed so far.")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    public ErrorSummary getErrors(@PathParam("run") String run) {
        return lookup.run(run).errorSummary();
    }
}
