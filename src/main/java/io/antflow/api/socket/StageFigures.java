package io.antflow.api.socket;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.StageStats;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A stage's counts.
 *
 * @param pending wait here
 * @param active in work
 * @param completed went on to the next stage
 * @param done the same as {@code completed}: front ends know it by both names
 * @param failed failed here
 */
@RegisterForReflection
@Schema(name = "StageFigures", description = "A stage's counts.")
record StageFigures(
        @Schema(description = "How many items wait here.", minimum = "0", examples = "12")
        long pending,

        @Schema(description = "How many are in work.", minimum = "0", examples = "5")
        long active,

        @Schema(description = "How many went on to the next stage.", minimum = "0", examples = "150")
        long completed,

        @Schema(description = "The same as `completed`.", minimum = "0", examples = "150")
        long done,

        @Schema(description = "How many failed here.", minimum = "0", examples = "1")
        long failed) {

    /** By stage name, in pipeline order. */
    static Map<String, StageFigures> of(DashboardSnapshot snapshot) {
        Map<String, StageFigures> byName = new LinkedHashMap<>();
        snapshot.pipelineStats().stageStats().forEach((name, stats) -> byName.put(name, of(stats)));
        return byName;
    }

    private static StageFigures of(StageStats stats) {
        return new StageFigures(
                stats.pendingItems(),
                stats.inProgressItems(),
                stats.completedItems(),
                stats.completedItems(),
                stats.failedItems());
    }
}
