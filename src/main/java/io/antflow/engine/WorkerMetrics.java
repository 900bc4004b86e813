package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a worker has done. The sums over a stage's workers are the stage's figures.
 *
 * @param workerName {@code {stage}-W{index}}
 * @param stage the stage's name
 * @param itemsProcessed that went on from here, skipped ones included
 * @param itemsFailed that failed here
 * @param totalProcessingTime seconds in tasks, failed attempts included, waits of any kind not
 * @param avgProcessingTime {@code totalProcessingTime} for each item processed or failed; 0 before the first
 * @param lastActive when it last finished with an item, Unix seconds; null before the first
 */
public record WorkerMetrics(
        String workerName,
        String stage,
        long itemsProcessed,
        long itemsFailed,
        double totalProcessingTime,
        double avgProcessingTime,
        @Nullable Double lastActive) {}
