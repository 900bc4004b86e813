package io.antflow.api.stream;

import io.antflow.api.Lookup;
import io.antflow.api.QueryText;
import io.antflow.api.ResultJson;
import io.antflow.api.caller.RunStarts;
import io.antflow.api.intake.FeedOptions;
import io.antflow.api.intake.ItemIntake;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs whose results are the answer, while their items are still coming in; documented where the same path answers
 * with the run.
 */
@Path("/api/pipelines/{pipeline}/runs")
@RunOnVirtualThread
public final class RunStreamResource {

    private final PipelineEngine engine;
    private final RunStarts starts;
    private final Lookup lookup;
    private final ItemIntake intake;
    private final OpenStreams streams;
    private final ResultJson results;
    private final StreamJson json;
    private final EventIds ids;

    RunStreamResource(
            PipelineEngine engine,
            RunStarts starts,
            Lookup lookup,
            ItemIntake intake,
            OpenStreams streams,
            ResultJson results,
            StreamJson json,
            EventIds ids) {
        this.engine = engine;
        this.starts = starts;
        this.lookup = lookup;
        this.intake = intake;
        this.streams = streams;
        this.results = results;
        this.json = json;
        this.ids = ids;
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Consumes({MediaType.APPLICATION_JSON, ItemIntake.NDJSON})
    @Produces(Framing.NDJSON_IF_ASKED_FOR)
    @Operation(hidden = true)
    public Response streamRun(
            @PathParam("pipeline") String pipelineName,
            @QueryParam("priority") @Nullable String priority,
            @QueryParam("stage") @Nullable String stage,
            @QueryParam("open") @Nullable String open,
            @Nullable InputStream body,
            HttpHeaders headers)
            throws InterruptedException {
        Pipeline pipeline = lookup.pipeline(pipelineName);
        boolean keepOpen = QueryText.flag("open", open);
        FeedOptions options = FeedOptions.of(pipeline, priority, stage);

        OpenStreams.Place place = streams.open(StreamKind.RESULTS, Framing.RESULT_LINES);
        try {
            Feeding feeding = new Feeding(keepOpen);
            MediaType type = headers.getMediaType();
            Supplier<Run> start = starts.forCaller(() -> engine.start(pipeline));
            Run run = feeding.begin(started -> intake.feed(
                    body == null ? InputStream.nullInputStream() : body,
                    type,
                    keepOpen ? options.orNothing() : options,
                    () -> started.apply(start.get())));
            return Response.ok(place.stream(new PulledPieces(
                            new RunResults(
                                    run,
                                    new CompletionOrder(run, 0),
                                    place.framing(),
                                    results::write,
                                    ids,
                                    () -> feeding.report(json),
                                    new Pace()),
                            run::cancel)))
                    .location(URI.create("/api/runs/" + run.id()))
                    .build();
        } catch (RuntimeException | InterruptedException e) {
            place.giveBack();
            throw e;
        }
    }
}
