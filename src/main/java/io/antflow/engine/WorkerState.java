package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a worker is doing.
 *
 * @param workerName {@code {stage}-W{index}}
 * @param stage the stage's name
 * @param status idle, busy or blocked
 * @param currentItemId the item it holds; null when idle
 * @param currentTask the task it runs, or the text that the task has set; null when it runs none
 * @param processingSince when it took the item, Unix seconds; null when idle
 */
public record WorkerState(
        String workerName,
        String stage,
        Status status,
        @Nullable Object currentItemId,
        @Nullable String currentTask,
        @Nullable Double processingSince) {

    /** What a worker may be doing. */
    public enum Status {
        /** Waits for an item. */
        IDLE,
        /** Works on an item. */
        BUSY,
        /** Holds a finished item that has no room downstream. */
        BLOCKED
    }
}
