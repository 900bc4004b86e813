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
 * @param share of all that was accepted, 0 to 1
 * @param underWay how many items' work is done on those that have not ended: each counts by the share of the stages that it
 *     has behind it
 * @param over whether the run has ended
 */
public record Progress(long ended, double share, double underWay, boolean over) {

    /** What a snapshot tells of it. */
    public static Progress of(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        long ended = stats.itemsProcessed() + stats.itemsFailed() + stats.itemsCancelled();
        boolean over = over(snapshot);
        double share = snapshot.totalItems() > 0 ? (double) ended / snapshot.totalItems() : over ? 1 : 0;
        return new Progress(ended, share, underWay(stats), over);
    }

    /** A cancelled run goes on until workers have finished what they hold. */
    private static boolean over(DashboardSnapshot snapshot) {
        return snapshot.status() == RunStatus.COMPLETED
                || (snapshot.status() == RunStatus.CANCELLED
                        && snapshot.pipelineStats().itemsInFlight() == 0);
    }

    private static double underWay(PipelineStats stats) {
        List<StageStats> stages = List.copyOf(stats.stageStats().values());
        double done = 0;
        for (int i = 0; i < stages.size(); i++) {
            long live = stages.get(i).pendingItems() + stages.get(i).inProgressItems();
            done += (double) live * i / stages.size();
        }
        return done;
    }
}
