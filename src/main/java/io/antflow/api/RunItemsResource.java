package io.antflow.api;

import io.antflow.api.intake.FeedOptions;
import io.antflow.api.intake.ItemIntake;
import io.antflow.api.intake.Submission;
import io.antflow.api.problem.ProblemType;
import io.antflow.engine.ItemPage;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.ItemView;
import io.antflow.engine.Run;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The items of a run. */
@Path("/api/runs/{run}/items")
@Tag(ref = ApiDocument.ITEMS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class RunItemsResource {

    private final Lookup lookup;
    private final ItemIntake intake;

    RunItemsResource(Lookup lookup, ItemIntake intake) {
        this.lookup = lookup;
        this.intake = intake;
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Consumes({MediaType.APPLICATION_JSON, ItemIntake.NDJSON})
    @ResponseStatus(202)
    @Operation(
            operationId = "feedItems",
            summary = "Feed more items into an open run",
            description =
                    "The body is read while the run works: when its queue is full, reading waits. The answer comes"
                            + " when all items are accepted.",
            extensions = @Extension(name = ApiDocument.BODY_NAME, value = "items"))
    @RequestBody(
            required = true,
            description = "The items.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(ref = "Items"),
                        examples = @ExampleObject(name = "three items", value = ApiDocument.ITEMS_EXAMPLE)),
                @Content(
                        mediaType = ItemIntake.NDJSON,
                        schema = @Schema(type = SchemaType.STRING, format = "binary", description = "One item a line."))
            })
    @APIResponse(
            responseCode = "202",
            description = "What became of the items.",
            content = @Content(schema = @Schema(implementation = FedItems.class)))
    @APIResponse(responseCode = "400", ref = "UnreadableItems")
    @APIResponse(responseCode = "404", description = "There is no such run, or no such stage in it.")
    @APIResponse(responseCode = "409", description = "The run is closed, or was while it was being fed.")
    @APIResponse(responseCode = "413", description = "The body or an item of it is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    @APIResponse(responseCode = "429", ref = "TooMany")
    public FedItems feedItems(
            @PathParam("run") String id,
            @Parameter(
                            description = "The stage that the items enter; the first when absent.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "Fetch")
                    @QueryParam("stage")
                    @Nullable
                    String stage,
            @Parameter(ref = "priority") @QueryParam("priority") @Nullable String priority,
            @Nullable InputStream body,
            HttpHeaders headers)
            throws InterruptedException {
        Run run = lookup.run(id);
        FeedOptions options = FeedOptions.of(run.pipeline(), priority, stage);
        if (!run.open()) {
            throw ProblemType.RUN_CLOSED.because("run %s takes no more items; start another".formatted(run.id()));
        }
        Submission submission = intake.feed(
                body == null ? InputStream.nullInputStream() : body, headers.getMediaType(), options, () -> run);
        if (submission.problem() != null) {
            throw submission.problem();
        }
        return FedItems.of(submission);
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "listItems",
            summary = "List the items of a run",
            description =
                    "The current status of each, in feed order, a page at a time. With `id`, that item alone, or none:"
                            + " also one whose id can't stand in a path, such as `..`.")
    @APIResponse(responseCode = "200", description = "A page of items.")
    @APIResponse(responseCode = "400", ref = "InvalidParameter")
    @APIResponse(responseCode = "404", description = "There is no such run, or no such stage in it.")
    public ItemsPage listItems(
            @PathParam("run") String id,
            @Parameter(
                            description = "Only items of this status.",
                            schema = @Schema(implementation = ItemStatus.class),
                            example = "failed")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(
                            description = "Only items that are, or ended, in this stage.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "Fetch")
                    @QueryParam("stage")
                    @Nullable
                    String stage,
            @Parameter(
                            description = "Only the item with this id.",
                            schema = @Schema(type = SchemaType.STRING),
                            example = "a-1")
                    @QueryParam("id")
                    @Nullable
                    String itemId,
            @Parameter(ref = "limit") @QueryParam("limit") @Nullable String limit,
            @Parameter(ref = "cursor") @QueryParam("cursor") @Nullable String cursor) {
        Run run = lookup.run(id);
        ItemStatus ofStatus = QueryText.oneOf("status", status, ItemStatus.class);
        String ofStage = stage == null ? null : lookup.stage(run, stage);
        long fromSequence = Paging.sequence(cursor);
        int most = Paging.limit(limit);
        if (itemId != null) {
            return new ItemsPage(
                    run.item(itemId).stream()
                            .filter(item -> ofStatus == null || item.status() == ofStatus)
                            .filter(item -> ofStage == null || item.stage().equals(ofStage))
                            .filter(item -> item.sequenceId() >= fromSequence)
                            .toList(),
                    null);
        }
        ItemPage page = run.items(ofStatus, ofStage, fromSequence, most);
        return new ItemsPage(
                page.items(), page.next() == null ? null : page.next().toString());
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("{item}")
    @Operation(
            operationId = "getItem",
            summary = "Get an item",
            description = "Its current status, and all that happened to it, oldest first.")
    @APIResponse(responseCode = "200", description = "The item.")
    @APIResponse(responseCode = "404", ref = "UnknownItem")
    public ItemWithHistory getItem(@PathParam("run") String id, @PathParam("item") String itemId) {
        Run run = lookup.run(id);
        ItemView item = lookup.item(run, itemId);
        return ItemWithHistory.of(
                item, run.history(item.id()).stream().map(StatusEventView::of).toList());
    }

    @POST
    @RolesAllowed(Role.OPERATES)
    @Path("{item}/cancel")
    @ResponseStatus(202)
    @Operation(
            operationId = "cancelItem",
            summary = "Cancel an item",
            description = "One that waits becomes `cancelled` at once; of one in work, the task is interrupted.")
    @APIResponse(
            responseCode = "202",
            description = "The item as it is now.",
            content = @Content(schema = @Schema(implementation = ItemView.class)))
    @APIResponse(responseCode = "404", ref = "UnknownItem")
    @APIResponse(responseCode = "409", description = "The item has ended.")
    public ItemView cancelItem(@PathParam("run") String id, @PathParam("item") String itemId) {
        Run run = lookup.run(id);
        ItemView item = lookup.item(run, itemId);
        return switch (run.cancelItem(item.id())) {
            case CANCELLED, INTERRUPTED -> lookup.item(run, itemId);
            case ALREADY_ENDED ->
                throw ProblemType.ITEM_ENDED.because(
                        "item '%s' of run %s has come to its end".formatted(itemId, run.id()));
            case UNKNOWN -> throw Lookup.unknownItem(run, itemId);
        };
    }
}
