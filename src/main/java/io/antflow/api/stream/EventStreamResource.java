package io.antflow.api.stream;

import io.antflow.api.ApiDocument;
import io.antflow.api.Lookup;
import io.antflow.api.StatusEventView;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Role;
import io.antflow.tracking.EventLog;
import io.antflow.tracking.StatusTracker;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
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
    @RolesAllowed(Role.VIEWS)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEvents",
            summary = "Follow a run's events",
            description =
                    "Every change of status of an item (`status`) and every beginning and end of an attempt of a task"
                            + " (`task`), from the run's first event on, and last `finish`, when the run has ended. Each has an id;"
                            + " a client that was cut off goes on after the last one it has, without a hole. Events that are no"
                            + " longer kept when the client comes to them are announced by `gap`."
                            + StreamDocs.FRAMES,
            extensions = @Extension(name = StreamDocs.STREAMING, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description = "The events, each of one of these schemas: `status`, `task`, `gap`, `finish`.",
            content = {
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema =
                                @Schema(
                                        oneOf = {
                                            StatusEventView.class,
                                            TaskEventView.class,
                                            GapView.class,
                                            FinishView.class
                                        }),
                        examples = @ExampleObject(name = "gap", value = GapView.EXAMPLE)),
                @Content(
                        mediaType = Framing.NDJSON_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", description = StreamDocs.LINES))
            })
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "404", description = "There is no such run, stage or item.")
    @APIResponse(responseCode = "503", description = StreamDocs.TOO_MANY, headers = @Header(ref = "Retry-After"))
    public OutgoingStream streamEvents(
            @PathParam("run") String run,
            @Parameter(
                            description = "Only events of this kind; with `status` and nothing else said, `status`.",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = EventFilters.Type.class),
                            explode = Explode.FALSE,
                            example = "[\"status\"]")
                    @QueryParam("type")
                    List<String> types,
            @Parameter(
                            description = "Of changes of status, only those to one of these.",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = ItemStatus.class),
                            explode = Explode.FALSE,
                            example = "[\"failed\", \"retrying\"]")
                    @QueryParam("status")
                    List<String> statuses,
            @Parameter(
                            description = "Only events in one of these stages.",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class),
                            explode = Explode.FALSE,
                            example = "[\"Fetch\"]")
                    @QueryParam("stage")
                    List<String> stages,
            @Parameter(
                            description =
                                    "Only events of the items with one of these ids. In a run that takes more items"
                                            + " they need not be there yet.",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class),
                            example = "[\"a-1\"]")
                    @QueryParam("item")
                    List<String> items,
            @Parameter(description = StreamDocs.LAST_EVENT_ID_PARAMETER, schema = @Schema(type = SchemaType.STRING))
                    @QueryParam("last_event_id")
                    @Nullable
                    String lastEventId,
            @Parameter(
                            description = StreamDocs.LAST_EVENT_ID,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "miczu2g4-17")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventIdHeader) {
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
    @RolesAllowed(Role.VIEWS)
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
