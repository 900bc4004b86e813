package io.antflow.dashboard;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.RunStatus;
import io.antflow.engine.StageStats;
import java.util.List;

/**
 * How far a run is.
 *
 * @param ended items that have ended: processed, failed, cancelled
 * @param done how much of the work is done, 0 to 1: an ended item counts as one, and one under way by the share of the
 *     stages that it has behind it. 1 only when all that was accepted has ended
 * @param itemsPerSecond that end, lately; of an ended run, over its whole time
 * @param over whether the run has ended
 */
public record Progress(long ended, double done, double itemsPerSecond, boolean over) {

    /** What a snapshot tells of it. */
    public static Progress of(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        long ended = stats.itemsProcessed() + stats.itemsFailed() + stats.itemsCancelled();
        return new Progress(ended, done(snapshot, ended), rate(snapshot), over(snapshot));
    }

    private static boolean over(DashboardSnapshot snapshot) {
        return snapshot.status() == RunStatus.COMPLETED || snapshot.status() == RunStatus.CANCELLED;
    }

    private static double done(DashboardSnapshot snapshot, long ended) {
        if (snapshot.totalItems() == 0) {
            return over(snapshot) ? 1 : 0;
        }
        List<StageStats> stages = stages(snapshot);
        double passed = ended;
        for (int i = 0; i < stages.size(); i++) {
            long live = stages.get(i).pendingItems() + stages.get(i).inProgressItems();
            passed += (double) live * i / stages.size();
        }
        return passed / snapshot.totalItems();
    }

    /** All that leaves the last stage, and of what leaves the others the share that went no further. */
    private static double rate(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        if (over(snapshot)) {
            long ended = stats.itemsProcessed() + stats.itemsFailed();
            return snapshot.elapsedSeconds() > 0 ? ended / snapshot.elapsedSeconds() : 0;
        }
        List<StageStats> stages = stages(snapshot);
        double rate = 0;
        for (int i = 0; i < stages.size(); i++) {
            StageStats stage = stages.get(i);
            boolean last = i == stages.size() - 1;
            long left = stage.completedItems() + stage.failedItems();
            rate += last || left == 0
                    ? stage.itemsPerSecond()
                    : stage.itemsPerSecond() * (stage.failedItems() + stage.filteredItems()) / left;
        }
        return rate;
    }

    private static List<StageStats> stages(DashboardSnapshot snapshot) {
        return List.copyOf(snapshot.pipelineStats().stageStats().values());
    }
}
