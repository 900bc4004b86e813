package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.api.Lookup;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A run on a terminal. */
@Path("/api/runs/{run}/dashboard")
@Tag(ref = ApiDocument.STREAMS)
@RunOnVirtualThread
public final class DashboardResource {

    static final String ABOUT =
            " Text with ANSI escape sequences that is redrawn in place, for `curl -N`, until the run has ended; then a"
                    + " summary and the end. A client too slow for the interval misses frames and gets the newest state.";

    static final String FRAME = "Frames, each drawn over the one before; with `once`, a single one, plain.";

    static final String EXAMPLE = """
            users [████████████████▒▒▒▒░░░░░░░░░░░░░░░░░░░░]  52.3% | 126/300 | 24.5/s | 2 failed | ETA 8s
            """;

    private final Lookup lookup;
    private final DashboardStreams dashboards;

    DashboardResource(Lookup lookup, DashboardStreams dashboards) {
        this.lookup = lookup;
        this.dashboards = dashboards;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "watchRun",
            summary = "Watch a run on a terminal",
            description = "One of four dashboards." + ABOUT,
            extensions = @Extension(name = StreamDocs.STREAMING, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description = FRAME,
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "progress, once", value = EXAMPLE)))
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "503", description = StreamDocs.TOO_MANY, headers = @Header(ref = "Retry-After"))
    public Response watchRun(@PathParam("run") String run, @BeanParam DashboardQuery query) {
        return dashboards.show(lookup.run(run), query.check());
    }
}
