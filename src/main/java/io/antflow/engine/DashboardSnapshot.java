package io.antflow.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run at one moment. Immutable. Items are conserved exactly: {@code totalItems} = processed + failed +
 * cancelled + in flight.
 *
 * @param runId the run's id
 * @param pipeline the pipeline's name
 * @param status where the run is in its life
 * @param open whether it accepts more items: then totals, and the time to go, are of what there is so far
 * @param version rises with every snapshot of the run
 * @param timestamp Unix seconds
 * @param totalItems accepted so far
 * @param elapsedSeconds since the start, up to the end
 * @param itemsPerSecond that were processed or failed, lately; of an ended run, over its whole time
 * @param etaSeconds until all that has been accepted will have ended, at the present rates; null when it can't be told
 * @param pipelineStats counts, over all and by stage
 * @param workerStates by worker name, what each is doing
 * @param workerMetrics by worker name, what each has done
 * @param errorSummary what failed; holds the most recent failures only
 */
public record DashboardSnapshot(
        String runId,
        String pipeline,
        RunStatus status,
        boolean open,
        long version,
        double timestamp,
        long totalItems,
        double elapsedSeconds,
        double itemsPerSecond,
        @Nullable Double etaSeconds,
        PipelineStats pipelineStats,
        Map<String, WorkerState> workerStates,
        Map<String, WorkerMetrics> workerMetrics,
        ErrorSummary errorSummary) {}
