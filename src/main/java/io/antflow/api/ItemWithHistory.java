package io.antflow.api;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.ItemView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An item and all that happened to it.
 *
 * @param id the item's id, as it was given
 * @param sequenceId its place in feed order, from 0
 * @param status where it is in its life
 * @param stage where it is, or ended
 * @param worker who has it, or had it last in this stage; null when none had
 * @param attempt the number of the attempt in work, made last or waited for, in this stage; 0 before the first
 * @param priority lower is sooner
 * @param timestamp since when it has this status, Unix seconds
 * @param history its changes of status, oldest first; those of an item that ended long ago may be down to the last
 */
@Schema(description = "An item and all that happened to it.")
public record ItemWithHistory(
        @Schema(ref = "ItemId") Object id,

        @Schema(description = "Its place in feed order, from 0.", minimum = "0")
        long sequenceId,

        @Schema(description = "Where it is in its life.") ItemStatus status,

        @Schema(description = "Where it is, or ended.", examples = "Fetch")
        String stage,

        @Schema(description = "Who has it, or had it last in this stage; null when none had.", examples = "Fetch-W0")
        @Nullable
        String worker,

        @Schema(
                description =
                        "The number of the attempt in work, made last or waited for, in this stage; 0 before the first.",
                minimum = "0")
        int attempt,

        @Schema(description = "Lower is sooner.", examples = "100")
        int priority,

        @Schema(description = "Since when it has this status, in Unix seconds.")
        double timestamp,

        @Schema(
                description =
                        "Its changes of status, oldest first. Of an item that ended long ago only the last is kept.")
        List<StatusEventView> history) {

    static ItemWithHistory of(ItemView item, List<StatusEventView> history) {
        return new ItemWithHistory(
                item.id(),
                item.sequenceId(),
                item.status(),
                item.stage(),
                item.worker(),
                item.attempt(),
                item.priority(),
                item.timestamp(),
                history);
    }
}
