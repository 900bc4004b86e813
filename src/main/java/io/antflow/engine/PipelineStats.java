package io.antflow.engine;

import java.util.Map;

/**
 * Counts of a run. Stages are in pipeline order.
 *
 * @param itemsProcessed through the last stage
 * @param itemsFailed failed in any stage
 * @param itemsCancelled cancelled
 * @param itemsInFlight accepted and not ended
 * @param queueSizes by stage, how many wait
 * @param stageStats by stage
 */
public record PipelineStats(
        long itemsProcessed,
        long itemsFailed,
        long itemsCancelled,
        long itemsInFlight,
        Map<String, Long> queueSizes,
        Map<String, StageStats> stageStats) {}
