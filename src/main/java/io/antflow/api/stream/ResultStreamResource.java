package io.antflow.api.stream;

import io.antflow.api.Lookup;
import io.antflow.api.QueryText;
import io.antflow.api.ResultJson;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Results as they come, until the run has ended; documented where the same path answers with those there are. */
@Path("/api/runs/{run}/results")
@RunOnVirtualThread
public final class ResultStreamResource {

    /** Which result comes first. */
    private enum Order {
        INPUT,
        COMPLETION
    }

    private final Lookup lookup;
    private final OpenStreams streams;
    private final ResultJson results;
    private final StreamJson json;
    private final EventIds ids;

    ResultStreamResource(Lookup lookup, OpenStreams streams, ResultJson results, StreamJson json, EventIds ids) {
        this.lookup = lookup;
        this.streams = streams;
        this.results = results;
        this.json = json;
        this.ids = ids;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(Framing.SERVER_SENT_EVENTS_IF_ASKED_FOR)
    @Operation(hidden = true)
    public OutgoingStream streamResults(
            @PathParam("run") String runId,
            @QueryParam("order") @Nullable String order,
            @QueryParam("last_event_id") @Nullable String lastEventId,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventIdHeader) {
        Run run = lookup.run(runId);
        OptionalLong last = ids.last(lastEventIdHeader, lastEventId);
        return results(run, order, last.isEmpty() ? 0 : last.getAsLong() + 1, Framing.SERVER_SENT_EVENTS);
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Produces(Framing.NDJSON_IF_ASKED_FOR)
    @Operation(hidden = true)
    public OutgoingStream streamResultLines(
            @PathParam("run") String runId, @QueryParam("order") @Nullable String order) {
        return results(lookup.run(runId), order, 0, Framing.RESULT_LINES);
    }

    private OutgoingStream results(Run run, @Nullable String orderText, long from, Framing framing) {
        ResultCursor cursor = switch (QueryText.oneOf("order", orderText, Order.class)) {
            case INPUT -> new InputOrder(run, from);
            case COMPLETION -> new CompletionOrder(run, from);
            case null -> new CompletionOrder(run, from);
        };
        OpenStreams.Place place = streams.open(StreamKind.RESULTS, framing);
        return place.stream(new PulledPieces(
                new RunResults(run, cursor, framing, results::write, ids, () -> ending(run, framing), new Pace())));
    }

    private List<StreamEvent> ending(Run run, Framing framing) {
        return framing == Framing.RESULT_LINES
                ? List.of()
                : List.of(new StreamEvent(EventName.FINISH, null, json.write(FinishView.of(run.snapshot()))));
    }
}
