package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The newest run on a terminal, for whoever does not care which. */
@Path("/api/dashboard")
@Tag(ref = ApiDocument.STREAMS)
@RunOnVirtualThread
public final class NewestDashboardResource {

    private final PipelineEngine engine;
    private final DashboardStreams dashboards;

    NewestDashboardResource(PipelineEngine engine, DashboardStreams dashboards) {
        this.engine = engine;
        this.dashboards = dashboards;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "watchNewestRun",
            summary = "Watch the newest run on a terminal",
            description =
                    "The newest run that has not ended, or, where all have, the newest." + DashboardResource.ABOUT,
            extensions = @Extension(name = StreamDocs.STREAMING, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description = DashboardResource.FRAME,
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "progress, once", value = DashboardResource.EXAMPLE)))
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "404", description = "There is no run yet.")
    @APIResponse(responseCode = "503", description = StreamDocs.TOO_MANY, headers = @Header(ref = "Retry-After"))
    public Response watchNewestRun(@BeanParam DashboardQuery query) {
        DashboardQuery.Wish wish = query.check();
        return dashboards.show(newest(), wish);
    }

    private Run newest() {
        List<Run> newestFirst = engine.runs();
        return newestFirst.stream()
                .filter(Predicate.not(Run::ended))
                .findFirst()
                .or(() -> newestFirst.stream().findFirst())
                .orElseThrow(() -> ProblemType.UNKNOWN_RUN.because(
                        "there is no run yet; start one with POST /api/pipelines/{pipeline}/runs"));
    }
}
