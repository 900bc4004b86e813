package io.antflow.api;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.StageStats;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How much a pipeline has to do, in plain numbers for autoscalers; all 0 when it is idle.
 *
 * @param pending items that wait, in all stages of all active runs; those of paused runs and stages too, for which the
 *     service must stay as well
 * @param inProgress items in work
 * @param workers the sizes of all pools
 * @param backlogPerWorker pending items for each worker
 * @param oldestPendingSeconds how long the item that waits longest has waited
 */
@RegisterForReflection
@Schema(name = "Scaling", description = "How much a pipeline has to do, over its active runs. All 0 when it has none.")
record PipelineScaling(
        @Schema(
                description = "Items that wait, those of paused runs and stages included.",
                minimum = "0",
                examples = "120")
        long pending,

        @Schema(description = "Items in work.", minimum = "0", examples = "8")
        long inProgress,

        @Schema(description = "Workers of all stages.", minimum = "0", examples = "12")
        long workers,

        @Schema(description = "Pending items for each worker.", minimum = "0", examples = "10.0")
        double backlogPerWorker,

        @Schema(description = "How long the item that waits longest has waited.", minimum = "0", examples = "4.2")
        double oldestPendingSeconds) {

    static PipelineScaling of(PipelineEngine engine, String pipeline) {
        List<StageStats> stages = engine.runs().stream()
                .filter(run -> run.pipeline().name().equals(pipeline))
                .filter(Predicate.not(Run::ended))
                .flatMap(run -> run.snapshot().pipelineStats().stageStats().values().stream())
                .toList();
        long pending = stages.stream().mapToLong(StageStats::pendingItems).sum();
        long inProgress = stages.stream().mapToLong(StageStats::inProgressItems).sum();
        long workers = stages.stream().mapToLong(StageStats::workers).sum();
        double oldest = stages.stream()
                .mapToDouble(StageStats::oldestPendingSeconds)
                .max()
                .orElse(0);
        return new PipelineScaling(pending, inProgress, workers, workers == 0 ? 0 : (double) pending / workers, oldest);
    }
}
