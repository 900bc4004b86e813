package io.antflow.api;

import io.antflow.api.intake.RefusedItem;
import io.antflow.api.intake.Submission;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of the items of a request.
 *
 * @param accepted how many are part of the run
 * @param refusedCount how many are not
 * @param refused the first {@value Submission#MAX_REFUSED} of these
 */
@Schema(description = "What became of the items of a request.")
public record FedItems(
        @Schema(description = "How many are part of the run.", minimum = "0", examples = "1000")
        long accepted,

        @Schema(description = "How many are not.", minimum = "0", examples = "0")
        long refusedCount,

        @Schema(description = "The first of these.", maxItems = Submission.MAX_REFUSED)
        List<RefusedItem> refused) {

    static FedItems of(Submission submission) {
        return new FedItems(submission.accepted(), submission.refusedCount(), submission.refused());
    }
}
