package io.antflow.api;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.StatusEvent;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An item's change of status, as clients see it.
 *
 * @param itemId the item's id, as it was given
 * @param stage where it happened
 * @param status what the item has become
 * @param worker who had it; null when none had
 * @param timestamp Unix seconds
 * @param metadata of a failed or retrying item: attempt, error and error_type; of one that a task skipped: reason
 */
@Schema(name = "StatusEvent", description = "An item's change of status.")
public record StatusEventView(
        @Schema(ref = "ItemId") Object itemId,

        @Schema(description = "The stage it happened in.", examples = "Fetch")
        String stage,

        @Schema(description = "What the item has become.", examples = "in_progress")
        ItemStatus status,

        @Schema(description = "Who had it; null when none had.", examples = "Fetch-W0") @Nullable
        String worker,

        @Schema(description = "When, in Unix seconds.", examples = "1763938800.123")
        double timestamp,

        @Schema(
                description =
                        "Of a failed or retrying item: attempt, error and error_type; of one that a task ended as skipped:"
                                + " reason; otherwise empty.")
        Map<String, Object> metadata) {

    /** The view of an event. */
    public static StatusEventView of(StatusEvent event) {
        return new StatusEventView(
                event.itemId(), event.stage(), event.status(), event.worker(), event.timestamp(), event.metadata());
    }
}
