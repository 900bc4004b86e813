package io.antflow.api;

import io.antflow.api.intake.RefusedItem;
import io.antflow.api.intake.Submission;
import io.antflow.engine.RunStatus;
import io.antflow.engine.RunSummary;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.jspecify.annotations.Nullable;

/**
 * A run and what became of the items it was started with. Where the client has waited for the end there are {@code results}
 * besides, which {@link EndedRunOutput} writes. One schema says both, since a generated method has one return type.
 *
 * @param id the run's id
 * @param pipeline the pipeline's name
 * @param status where the run is in its life
 * @param open whether it accepts more items
 * @param createdAt Unix seconds
 * @param finishedAt Unix seconds; null before it has ended
 * @param totalItems accepted
 * @param itemsProcessed through the last stage
 * @param itemsFailed failed in any stage
 * @param itemsCancelled cancelled
 * @param itemsInFlight accepted and not ended
 * @param itemsPerSecond that were processed or failed, lately; of an ended run, over its whole time
 * @param accepted how many items of the request are part of the run
 * @param refusedCount how many are not
 * @param refused the first {@value Submission#MAX_REFUSED} of these
 */
@Schema(
        description = "A run and what became of the items it was started with.",
        properties =
                @SchemaProperty(
                        name = "results",
                        type = SchemaType.ARRAY,
                        implementation = ResultView.class,
                        description = "In input order; absent unless the run has ended within a `Prefer: wait`."))
public record StartedRun(
        @Schema(description = "The run's id.", examples = "01K9Z4T8Q0B8W5")
        String id,

        @Schema(description = "The pipeline's name.", examples = "users")
        String pipeline,

        @Schema(description = "Where the run is in its life.")
        RunStatus status,

        @Schema(description = "Whether it accepts more items.")
        boolean open,

        @Schema(description = "When it was started, in Unix seconds.", examples = "1763938800.123")
        double createdAt,

        @Schema(description = "When it ended, in Unix seconds; null before.", examples = "1763938812.5") @Nullable
        Double finishedAt,

        @Schema(description = "How many items it has accepted.", minimum = "0", examples = "1000")
        long totalItems,

        @Schema(description = "How many are through the last stage.", minimum = "0")
        long itemsProcessed,

        @Schema(description = "How many failed in any stage.", minimum = "0")
        long itemsFailed,

        @Schema(description = "How many were cancelled.", minimum = "0")
        long itemsCancelled,

        @Schema(description = "How many have not ended.", minimum = "0")
        long itemsInFlight,

        @Schema(
                description = "That were processed or failed, lately; of an ended run, over its whole time.",
                minimum = "0",
                examples = "21.3")
        double itemsPerSecond,

        @Schema(description = "How many items of the request are part of the run.", minimum = "0", examples = "1000")
        long accepted,

        @Schema(description = "How many are not.", minimum = "0", examples = "0")
        long refusedCount,

        @Schema(description = "The first of these.", maxItems = Submission.MAX_REFUSED)
        List<RefusedItem> refused) {

    static StartedRun of(RunSummary run, Submission submission) {
        return new StartedRun(
                run.id(),
                run.pipeline(),
                run.status(),
                run.open(),
                run.createdAt(),
                run.finishedAt(),
                run.totalItems(),
                run.itemsProcessed(),
                run.itemsFailed(),
                run.itemsCancelled(),
                run.itemsInFlight(),
                run.itemsPerSecond(),
                submission.accepted(),
                submission.refusedCount(),
                submission.refused());
    }
}
