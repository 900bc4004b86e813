package io.antflow.api.socket;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.WorkerState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run at one moment.
 *
 * @param type {@code update}
 * @param processed items through the last stage
 * @param failed items failed in any stage
 * @param inFlight items accepted and not ended
 * @param total items accepted
 * @param isRunning false: the run has ended
 * @param stages by name, in pipeline order
 * @param workers all of them
 * @param errors what failed
 */
@RegisterForReflection
record UpdateMessage(
        String type,
        long processed,
        long failed,
        long inFlight,
        long total,
        boolean isRunning,
        Map<String, StageFigures> stages,
        List<Worker> workers,
        Errors errors) {

    static UpdateMessage of(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        boolean ended = switch (snapshot.status()) {
            case RUNNING, PAUSED -> false;
            case COMPLETED -> true;
            case CANCELLED -> stats.itemsInFlight() == 0;
        };
        return new UpdateMessage(
                "update",
                stats.itemsProcessed(),
                stats.itemsFailed(),
                stats.itemsInFlight(),
                snapshot.totalItems(),
                !ended,
                StageFigures.of(snapshot),
                snapshot.workerStates().values().stream().map(Worker::of).toList(),
                Errors.of(snapshot.errorSummary()));
    }

    /**
     * What a worker is doing.
     *
     * @param name the worker's name
     * @param stage its stage's name
     * @param status what it is doing
     * @param currentItem the id of the item it holds; null: none
     * @param currentTask the task it runs, or the text that the task has set; null: none
     */
    @RegisterForReflection
    record Worker(
            String name,
            String stage,
            WorkerState.Status status,
            @Nullable Object currentItem,
            @Nullable String currentTask) {

        static Worker of(WorkerState state) {
            return new Worker(
                    state.workerName(), state.stage(), state.status(), state.currentItemId(), state.currentTask());
        }
    }
}
