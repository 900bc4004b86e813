package io.antflow.api.socket;

import io.antflow.api.intake.RefusedItem;
import io.antflow.api.intake.Submission;
import io.antflow.engine.Run;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * That a run has been started.
 *
 * @param status {@code started}
 * @param total how many items are part of the run
 * @param runId the run's id
 * @param pipeline the pipeline's name
 * @param refusedCount how many items of the request are not part of the run
 * @param refused the first {@value Submission#MAX_REFUSED} of these
 */
@Schema(description = "That a run has been started.")
record StartedPipeline(
        @Schema(description = "That it has.", enumeration = "started", examples = "started")
        String status,

        @Schema(description = "How many items are part of the run.", minimum = "0", examples = "300")
        long total,

        @Schema(description = "The run's id.", examples = "01K9Z4T8Q0B8W5")
        String runId,

        @Schema(description = "The pipeline's name.", examples = "users")
        String pipeline,

        @Schema(description = "How many items of the request are not part of the run.", minimum = "0", examples = "0")
        long refusedCount,

        @Schema(description = "The first of these.", maxItems = Submission.MAX_REFUSED)
        List<RefusedItem> refused) {

    static StartedPipeline of(Run run, Submission submission) {
        return new StartedPipeline(
                "started",
                submission.accepted(),
                run.id(),
                run.pipeline().name(),
                submission.refusedCount(),
                submission.refused());
    }
}
