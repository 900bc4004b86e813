package io.antflow.api;

import io.antflow.api.intake.ItemIntake;
import io.antflow.engine.Run;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Results as they are now; those that follow the run are streams. */
@Path("/api/runs/{run}/results")
@Tag(ref = ApiDocument.ITEMS)
@RunOnVirtualThread
final class RunResultsResource {

    private final Lookup lookup;
    private final ResultJson json;

    RunResultsResource(Lookup lookup, ResultJson json) {
        this.lookup = lookup;
        this.json = json;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getResults",
            summary = "Get the results",
            description = "As JSON: those of all items that have ended so far, failed ones included. As NDJSON or as"
                    + " Server-Sent Events: these, and then each as soon as it is there, until the run has ended; an answer"
                    + " that ends in order is complete. A line that is no result has a field `event`: `bye` when the"
                    + " service shuts down. Server-Sent Events are `result`, `finish` at the end, and `bye`; each result has"
                    + " an id, and a client that was cut off goes on after the last one it has, in the same order.")
    @APIResponse(
            responseCode = "200",
            description = "The results.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = ResultView.class)),
                @Content(
                        mediaType = ItemIntake.NDJSON,
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        format = "binary",
                                        description = "One result a line.")),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = ResultView.class))
            })
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "Of Server-Sent Events: the id of the last event that came before the cut.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "last_event_id",
            in = ParameterIn.QUERY,
            description = "Like `Last-Event-ID`, on a first connect.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(
            responseCode = "503",
            description = "Of streams: as many are open as may be, or the service shuts down.",
            headers = @Header(ref = "Retry-After"))
    public StreamingOutput getResults(
            @PathParam("run") String id,
            @Parameter(
                            description =
                                    "Which result comes first: that of the item that was fed first, so that all wait for"
                                            + " one that takes long; or that of the item that ended first. By default"
                                            + " `input` as JSON, and `completion` as a stream.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"input", "completion"}),
                            example = "completion")
                    @QueryParam("order")
                    @Nullable
                    String order) {
        Run run = lookup.run(id);
        ResultsOutput.Order wanted = QueryText.oneOf("order", order, ResultsOutput.Order.class);
        return new ResultsOutput(run, Objects.requireNonNullElse(wanted, ResultsOutput.Order.INPUT), json);
    }
}
