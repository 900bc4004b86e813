package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/**
 * A run in short, at one moment; its figures conserve items exactly, as those of a {@link DashboardSnapshot} do.
 *
 * @param id the run's id
 * @param pipeline the pipeline's name
 * @param status where the run is in its life
 * @param open whether it accepts more items
 * @param createdAt Unix seconds
 * @param finishedAt Unix seconds; null before it has ended
 * @param totalItems accepted
 * @param itemsProcessed through the last stage
 * @param itemsFailed failed in any stage
 * @param itemsCancelled cancelled
 * @param itemsInFlight accepted and not ended
 * @param itemsPerSecond that were processed or failed, lately; of an ended run, over its whole time
 */
public record RunSummary(
        String id,
        String pipeline,
        RunStatus status,
        boolean open,
        double createdAt,
        @Nullable Double finishedAt,
        long totalItems,
        long itemsProcessed,
        long itemsFailed,
        long itemsCancelled,
        long itemsInFlight,
        double itemsPerSecond) {}
