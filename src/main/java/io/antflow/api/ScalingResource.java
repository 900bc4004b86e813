package io.antflow.api;

import io.antflow.engine.PipelineEngine;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What autoscalers ask of a pipeline. */
@Path("/api/pipelines/{pipeline}/scaling")
@Tag(ref = ApiDocument.PIPELINES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class ScalingResource {

    private final Lookup lookup;
    private final PipelineEngine engine;

    ScalingResource(Lookup lookup, PipelineEngine engine) {
        this.lookup = lookup;
        this.engine = engine;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "getPipelineScaling",
            summary = "Get how much a pipeline has to do",
            description =
                    "Numbers for an autoscaler, such as KEDA's `metrics-api`, over the active runs of the pipeline in this"
                            + " instance of the service. Costs little, however many items there are.")
    @APIResponse(
            responseCode = "200",
            description = "The numbers; all 0 when the pipeline is idle.",
            content = @Content(schema = @Schema(implementation = PipelineScaling.class)))
    @APIResponse(responseCode = "404", description = "There is no such pipeline.")
    public PipelineScaling getPipelineScaling(@PathParam("pipeline") String pipeline) {
        return PipelineScaling.of(engine, lookup.pipeline(pipeline).name());
    }
}
