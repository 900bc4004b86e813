package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.runtime.StreamKind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "streamActiveRuns", summary = "Follow all active runs in short")
    public OutgoingStream streamActiveRuns(@QueryParam("interval") @Nullable String interval) {
        return activeRuns(interval, Framing.SERVER_SENT_EVENTS);
    }

    @GET
    @Produces(Framing.NDJSON_IF_ASKED_FOR)
    @Operation(hidden = true)
    public OutgoingStream streamActiveRunLines(@QueryParam("interval") @Nullable String interval) {
        return activeRuns(interval, Framing.NDJSON);
    }

    private OutgoingStream activeRuns(@Nullable String intervalText, Framing framing) {
        Duration interval = Interval.of(intervalText);
        OpenStreams.Place place = streams.open(StreamKind.SNAPSHOTS, framing);
        TakenSnapshot first = activeRuns.snapshot();
        return place.stream(Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(first.event()),
                        hubs.follow(activeRuns, interval, first.version(), place::dropped))
                .map(framing::piece));
    }
}
