package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.api.Lookup;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "streamSnapshots", summary = "Follow a run's snapshots")
    public OutgoingStream streamSnapshots(
            @PathParam("run") String run, @QueryParam("interval") @Nullable String interval) {
        return snapshots(run, interval, Framing.SERVER_SENT_EVENTS);
    }

    @GET
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
        StreamEvent start = state.start(interval);
        if (run.ended()) {
            return place.stream(Multi.createBy()
                    .concatenating()
                    .streams(Multi.createFrom().item(start), Multi.createFrom().iterable(state.last()))
                    .map(framing::piece));
        }
        TakenSnapshot first = state.snapshot();
        return place.stream(Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().items(start, first.event()),
                        hubs.follow(state, interval, first.version(), place::dropped))
                .map(framing::piece));
    }
}
