package io.antflow.engine;

/**
 * Where an item is in its life: {@code queued → in_progress → completed | failed | retrying → in_progress, skipped,
 * cancelled}, once for each stage it comes to.
 */
public enum ItemStatus {
    /** Waits at a stage. */
    QUEUED,
    /** A worker has it. */
    IN_PROGRESS,
    /** Through the stage; the end, when it is the last one. */
    COMPLETED,
    /** Failed for good in the stage: the end. */
    FAILED,
    /** An attempt has failed, and it waits at the stage for the next. */
    RETRYING,
    /** Passed the stage by; the end, when it is the last one, or when a task ended it there. */
    SKIPPED,
    /** Given up by whoever cancelled it or its run: the end. */
    CANCELLED
}
