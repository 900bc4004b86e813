package io.antflow.api.socket;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.WorkerState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The state of the newest run.
 *
 * @param status the run's, or that there is none
 * @param progress the run's counts
 * @param stages by name, in pipeline order
 * @param workers by name
 * @param runId the run's id
 * @param pipeline the pipeline's name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The state of the newest run. Where there is none, the status is all there is.")
record PipelineStatus(
        @Schema(
                description = "The run's status; `not_running`: there is no run.",
                enumeration = {"not_running", "running", "paused", "completed", "cancelled"},
                examples = "running")
        String status,

        @Schema(description = "The run's counts.") @Nullable Progress progress,

        @Schema(description = "By stage name, in pipeline order.") @Nullable
        Map<String, StageFigures> stages,

        @Schema(description = "By worker name.") @Nullable Map<String, Worker> workers,

        @Schema(description = "The run's id.", examples = "01K9Z4T8Q0B8W5") @Nullable
        String runId,

        @Schema(description = "The pipeline's name.", examples = "users") @Nullable
        String pipeline) {

    /** There is no run. */
    static final PipelineStatus NOT_RUNNING = new PipelineStatus("not_running", null, null, null, null, null);

    static PipelineStatus of(DashboardSnapshot snapshot) {
        Map<String, Worker> workers = new LinkedHashMap<>();
        snapshot.workerStates().forEach((name, state) -> workers.put(name, Worker.of(state)));
        return new PipelineStatus(
                snapshot.status().name().toLowerCase(Locale.ROOT),
                Progress.of(snapshot),
                StageFigures.of(snapshot),
                workers,
                snapshot.runId(),
                snapshot.pipeline());
    }

    /**
     * A run's counts.
     *
     * @param processed items through the last stage
     * @param failed items failed in any stage
     * @param inFlight items accepted and not ended
     * @param total items accepted
     */
    @Schema(name = "PipelineProgress", description = "A run's counts.")
    record Progress(
            @Schema(description = "Items through the last stage.", minimum = "0", examples = "126")
            long processed,

            @Schema(description = "Items failed in any stage.", minimum = "0", examples = "2")
            long failed,

            @Schema(description = "Items accepted and not ended.", minimum = "0", examples = "172")
            long inFlight,

            @Schema(description = "Items accepted.", minimum = "0", examples = "300")
            long total) {

        private static Progress of(DashboardSnapshot snapshot) {
            PipelineStats stats = snapshot.pipelineStats();
            return new Progress(
                    stats.itemsProcessed(), stats.itemsFailed(), stats.itemsInFlight(), snapshot.totalItems());
        }
    }

    /**
     * What a worker is doing.
     *
     * @param stage its stage's name
     * @param status what it is doing
     * @param currentItem the id of the item it holds; null: none
     */
    @Schema(name = "PipelineWorker", description = "What a worker is doing.")
    record Worker(
            @Schema(description = "Its stage's name.", examples = "Fetch")
            String stage,

            @Schema(description = "What it is doing.") WorkerState.Status status,

            @Schema(description = "The id of the item it holds; null: none.", examples = "17") @Nullable
            Object currentItem) {

        private static Worker of(WorkerState state) {
            return new Worker(state.stage(), state.status(), state.currentItemId());
        }
    }
}
