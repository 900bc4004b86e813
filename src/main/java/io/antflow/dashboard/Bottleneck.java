package io.antflow.dashboard;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.RunStatus;
import io.antflow.engine.StageStats;
import java.util.Optional;

/**
 * The stage that holds a run up: the last one that is backed up. A stage is backed up when workers of the stage before it
 * are blocked, or when at least half of its queue is filled with items that could be worked on (those that wait for their
 * next attempt could not); a queue without a bound counts as one of ten places a worker. The web page goes by the same
 * rule.
 */
/*
 * Neither the longest queue nor the longest time to drain tells it: all that is accepted and has no room yet is pending at
 * the first stage, and under back pressure all stages pass on items at the same rate, that of the slowest. But behind the
 * slowest queues run empty, and up to it they fill. A threshold of half a queue keeps the mark from jumping to and fro.
 */
public final class Bottleneck {

    private static final int PLACES_PER_WORKER = 10;

    private Bottleneck() {}

    /** The stage's name; empty: nothing holds the run up, or it is paused as a whole, or it has ended. */
    public static Optional<String> of(DashboardSnapshot snapshot) {
        if (snapshot.status() != RunStatus.RUNNING) {
            return Optional.empty();
        }
        String last = null;
        boolean blockedBefore = false;
        for (StageStats stage : snapshot.pipelineStats().stageStats().values()) {
            if (blockedBefore || halfFull(stage)) {
                last = stage.stageName();
            }
            blockedBefore = stage.blockedWorkers() > 0;
        }
        return Optional.ofNullable(last);
    }

    private static boolean halfFull(StageStats stage) {
        long waiting = stage.pendingItems() - stage.retryingItems();
        long places = stage.queueCapacity() > 0 ? stage.queueCapacity() : (long) stage.workers() * PLACES_PER_WORKER;
        return waiting > 0 && waiting * 2 >= places;
    }
}
