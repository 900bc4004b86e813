package io.antflow.metrics;

import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import java.util.List;

/**
 * The meters of a stage as one run's definition has it, found by position: nothing is looked up by text on the way of the
 * items but the task's name among the stage's few.
 *
 * @param stage the stage's meters
 * @param taskNames the stage's tasks, in order
 * @param tasks their meters, in the same order
 */
record RunStageMeters(StageMeters stage, List<String> taskNames, List<TaskMeters> tasks) {

    void record(StatusEvent event) {
        stage.record(event);
    }

    void record(TaskEvent event) {
        tasks.get(taskNames.indexOf(event.task())).record(event);
    }
}
