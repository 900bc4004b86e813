package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.api.Lookup;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** The state of a run, again and again. */
@Path("/api/runs/{run}/snapshots")
@Tag(ref = ApiDocument.STREAMS)
@RunOnVirtualThread
public final class SnapshotStreamResource {

    private final Lookup lookup;
    private final OpenStreams streams;
    private final SnapshotHubs hubs;
    private final StreamJson json;
    private final EventIds ids;

    SnapshotStreamResource(Lookup lookup, OpenStreams streams, SnapshotHubs hubs, StreamJson json, EventIds ids) {
        this.lookup = lookup;
        this.streams = streams;
        this.hubs = hubs;
        this.json = json;
        this.ids = ids;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamSnapshots",
            summary = "Follow a run's snapshots",
            description =
                    "First `start`, then `snapshot` at once and at every tick, and last `finish`, when the run has"
                            + " ended. Of a run that has ended: `start`, the final `snapshot`, `finish`. A client too slow for the"
                            + " interval misses snapshots and gets the newest."
                            + StreamDocs.FRAMES,
            extensions = @Extension(name = StreamDocs.STREAMING, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description = "The events, each of one of these schemas: `start`, `snapshot`, `finish`.",
            content = {
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(oneOf = {StartView.class, DashboardSnapshot.class, FinishView.class}),
                        examples = @ExampleObject(name = "start", value = StartView.EXAMPLE)),
                @Content(
                        mediaType = Framing.NDJSON_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", description = StreamDocs.LINES))
            })
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "404", ref = "UnknownRun")
    @APIResponse(responseCode = "503", description = StreamDocs.TOO_MANY, headers = @Header(ref = "Retry-After"))
    public OutgoingStream streamSnapshots(
            @PathParam("run") String run,
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
        return snapshots(run, interval, Framing.SERVER_SENT_EVENTS);
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(Framing.NDJSON_IF_ASKED_FOR)
    @Operation(hidden = true)
    public OutgoingStream streamSnapshotLines(
            @PathParam("run") String run, @QueryParam("interval") @Nullable String interval) {
        return snapshots(run, interval, Framing.NDJSON);
    }

    private OutgoingStream snapshots(String runId, @Nullable String intervalText, Framing framing) {
        Run run = lookup.run(runId);
        Duration interval = Interval.of(intervalText);
        RunState state = new RunState(run, json, ids);
        OpenStreams.Place place = streams.open(StreamKind.SNAPSHOTS, framing);
        return place.stream(hubs.tell(state, interval, place::dropped).map(framing::piece));
    }
}
