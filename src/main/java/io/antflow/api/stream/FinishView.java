package io.antflow.api.stream;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.RunStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What comes last in a stream that follows a run.
 *
 * @param status how the run has ended
 * @param results items processed
 * @param failed items failed
 * @param cancelled items cancelled
 * @param errors what failed, with the most recent failures only
 * @param elapsedSeconds from the start of the run to its end
 */
@RegisterForReflection
@Schema(name = "StreamFinish", description = "What comes last in a stream that follows a run.")
record FinishView(
        @Schema(description = "How the run has ended.", examples = "completed")
        RunStatus status,

        @Schema(description = "Items processed.", minimum = "0", examples = "298")
        long results,

        @Schema(description = "Items failed.", minimum = "0", examples = "2")
        long failed,

        @Schema(description = "Items cancelled.", minimum = "0", examples = "0")
        long cancelled,

        @Schema(description = "What failed; of the items, the most recent only.")
        ErrorSummary errors,

        @Schema(description = "From the start of the run to its end.", minimum = "0", examples = "12.3")
        double elapsedSeconds) {

    /** @param last a snapshot of a run that has ended */
    static FinishView of(DashboardSnapshot last) {
        PipelineStats stats = last.pipelineStats();
        return new FinishView(
                last.status(),
                stats.itemsProcessed(),
                stats.itemsFailed(),
                stats.itemsCancelled(),
                last.errorSummary(),
                last.elapsedSeconds());
    }
}
