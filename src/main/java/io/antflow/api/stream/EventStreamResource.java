package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.api.Lookup;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import io.antflow.tracking.EventLog;
import io.antflow.tracking.StatusTracker;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens to a run's items, event by event. */
@Path("/api/runs/{run}/events")
@Tag(ref = ApiDocument.STREAMS)
@RunOnVirtualThread
public final class EventStreamResource {

    private final Lookup lookup;
    private final StatusTracker tracker;
    private final EventFilters filters;
    private final OpenStreams streams;
    private final StreamJson json;
    private final EventIds ids;

    EventStreamResource(
            Lookup lookup,
            StatusTracker tracker,
            EventFilters filters,
            OpenStreams streams,
            StreamJson json,
            EventIds ids) {
        this.lookup = lookup;
        this.tracker = tracker;
        this.filters = filters;
        this.streams = streams;
        this.json = json;
        this.ids = ids;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "streamEvents", summary = "Follow a run's events")
    public OutgoingStream streamEvents(
            @PathParam("run") String run,
            @QueryParam("type") List<String> types,
            @QueryParam("status") List<String> statuses,
            @QueryParam("stage") List<String> stages,
            @QueryParam("item") List<String> items,
            @QueryParam("last_event_id") @Nullable String lastEventId,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventIdHeader) {
        return events(
                run,
                types,
                statuses,
                stages,
                items,
                ids.last(lastEventIdHeader, lastEventId),
                Framing.SERVER_SENT_EVENTS);
    }

    @GET
    @Produces(Framing.NDJSON_IF_ASKED_FOR)
    @Operation(hidden = true)
    public OutgoingStream streamEventLines(
            @PathParam("run") String run,
            @QueryParam("type") List<String> types,
            @QueryParam("status") List<String> statuses,
            @QueryParam("stage") List<String> stages,
            @QueryParam("item") List<String> items,
            @QueryParam("last_event_id") @Nullable String lastEventId,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventIdHeader) {
        return events(run, types, statuses, stages, items, ids.last(lastEventIdHeader, lastEventId), Framing.NDJSON);
    }

    private OutgoingStream events(
            String runId,
            List<String> types,
            List<String> statuses,
            List<String> stages,
            List<String> items,
            OptionalLong last,
            Framing framing) {
        Run run = lookup.run(runId);
        EventFilter filter = filters.of(run, types, statuses, stages, items);
        EventLog log = tracker.events(run);
        long from = last.isEmpty() ? 0 : last.getAsLong() + 1;
        if (from > log.next()) {
            throw ProblemType.INVALID_PARAMETER.because(
                    "there is no event %s in run %s yet".formatted(ids.of(last.getAsLong()), runId));
        }
        OpenStreams.Place place = streams.open(StreamKind.EVENTS, framing);
        return place.stream(new PulledPieces(new RunEvents(run, log, filter, from, place, json, ids, new Pace())));
    }
}
