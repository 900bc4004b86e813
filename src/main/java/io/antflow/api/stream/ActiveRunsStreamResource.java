package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The active runs in short, again and again. */
@Path("/api/snapshots")
@Tag(ref = ApiDocument.STREAMS)
@RunOnVirtualThread
public final class ActiveRunsStreamResource {

    private final OpenStreams streams;
    private final SnapshotHubs hubs;
    private final ActiveRuns activeRuns;

    ActiveRunsStreamResource(OpenStreams streams, SnapshotHubs hubs, ActiveRuns activeRuns) {
        this.streams = streams;
        this.hubs = hubs;
        this.activeRuns = activeRuns;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamActiveRuns",
            summary = "Follow all active runs in short",
            description =
                    "A `snapshot` at once and at every tick that lists the runs that have not ended. It has no end."
                            + " A client too slow for the interval misses snapshots and gets the newest."
                            + StreamDocs.FRAMES,
            extensions = @Extension(name = StreamDocs.STREAMING, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description = "The events, each of this schema.",
            content = {
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = ActiveRunsView.class),
                        examples = @ExampleObject(name = "no runs", value = ActiveRunsView.EXAMPLE)),
                @Content(
                        mediaType = Framing.NDJSON_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", description = StreamDocs.LINES))
            })
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "503", description = StreamDocs.TOO_MANY, headers = @Header(ref = "Retry-After"))
    public OutgoingStream streamActiveRuns(
            @Parameter(
                            description = StreamDocs.INTERVAL,
                            schema =
                                    @Schema(
                                            type = SchemaType.NUMBER,
                                            minimum = Interval.MIN,
                                            maximum = Interval.MAX,
                                            defaultValue = Interval.DEFAULT),
                            example = "0.5")
                    @QueryParam("interval")
                    @Nullable
                    String interval) {
        return activeRuns(interval, Framing.SERVER_SENT_EVENTS);
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(Framing.NDJSON_IF_ASKED_FOR)
    @Operation(hidden = true)
    public OutgoingStream streamActiveRunLines(@QueryParam("interval") @Nullable String interval) {
        return activeRuns(interval, Framing.NDJSON);
    }

    private OutgoingStream activeRuns(@Nullable String intervalText, Framing framing) {
        Duration interval = Interval.of(intervalText);
        OpenStreams.Place place = streams.open(StreamKind.SNAPSHOTS, framing);
        return place.stream(hubs.tell(activeRuns, interval, place::dropped).map(framing::piece));
    }
}
