package io.antflow.engine;

/**
 * Counts of a stage: {@code arrivedItems} = pending + in progress + completed + failed + cancelled, exactly.
 *
 * @param stageName the stage's name
 * @param arrivedItems fed into it, or completed by the stage before and not filtered there
 * @param pendingItems wait here, those that wait for their next attempt or for room in the queue included
 * @param inProgressItems in work
 * @param completedItems are through, skipped ones included
 * @param failedItems failed here for good
 * @param cancelledItems cancelled here
 * @param skippedItems passed it by, or were ended here by a task
 * @param filteredItems of the skipped ones those that a task ended here: they went no further
 * @param retryingItems wait for their next attempt
 * @param retries how many attempts were not the first
 * @param workers the size of the pool
 * @param blockedWorkers hold a finished item that has no room downstream
 * @param queueCapacity how many may wait; 0: any number
 * @param paused held, alone or with its run
 * @param itemsPerSecond that left it, lately; of an ended run, over its whole time
 * @param oldestPendingSeconds how long the one that waits longest has waited; 0 when none does
 * @param oldestInProgressSeconds how long the one longest in work has been; 0 when none is
 */
public record StageStats(
        String stageName,
        long arrivedItems,
        long pendingItems,
        long inProgressItems,
        long completedItems,
        long failedItems,
        long cancelledItems,
        long skippedItems,
        long filteredItems,
        long retryingItems,
        long retries,
        int workers,
        int blockedWorkers,
        int queueCapacity,
        boolean paused,
        double itemsPerSecond,
        double oldestPendingSeconds,
        double oldestInProgressSeconds) {}
