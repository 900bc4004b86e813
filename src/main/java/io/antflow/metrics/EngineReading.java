package io.antflow.metrics;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunStatus;
import io.antflow.engine.StageStats;
import io.antflow.engine.WorkerState;
import java.util.HashMap;
import java.util.Map;

/** What the gauges show of all runs at one moment, summed over the active runs of each pipeline. */
final class EngineReading {

    /** What is read of a pipeline; zeros when it has no active run. */
    static final class OfPipeline {
        private final long[] runs = new long[RunStatus.values().length];
        private final Map<String, OfStage> stages = new HashMap<>();
        private long inFlight;

        long runs(RunStatus status) {
            return runs[status.ordinal()];
        }

        long inFlight() {
            return inFlight;
        }

        OfStage stage(String name) {
            return stages.getOrDefault(name, OfStage.IDLE);
        }

        private void add(Run run) {
            DashboardSnapshot snapshot = run.ended() ? null : run.snapshot();
            runs[(snapshot == null ? run.status() : snapshot.status()).ordinal()]++;
            if (snapshot == null) {
                return;
            }
            inFlight += snapshot.pipelineStats().itemsInFlight();
            for (StageStats stage : snapshot.pipelineStats().stageStats().values()) {
                stages.computeIfAbsent(stage.stageName(), name -> new OfStage()).add(stage);
            }
            for (WorkerState worker : snapshot.workerStates().values()) {
                stages.computeIfAbsent(worker.stage(), name -> new OfStage()).add(worker);
            }
        }
    }

    /** What is read of a stage. */
    static final class OfStage {
        private static final OfStage IDLE = new OfStage();

        private final long[] workers = new long[WorkerState.Status.values().length];
        private long pending;
        private long paused;
        private long inProgress;
        private long queueCapacity;
        private double oldestPendingSeconds;
        private double oldestInProgressSeconds;

        long workers(WorkerState.Status status) {
            return workers[status.ordinal()];
        }

        long pending() {
            return pending;
        }

        /** Of those that are pending, the ones that nobody takes before someone resumes their run or stage. */
        long paused() {
            return paused;
        }

        long inProgress() {
            return inProgress;
        }

        long queueCapacity() {
            return queueCapacity;
        }

        double oldestPendingSeconds() {
            return oldestPendingSeconds;
        }

        double oldestInProgressSeconds() {
            return oldestInProgressSeconds;
        }

        private void add(StageStats stage) {
            pending += stage.pendingItems();
            paused += stage.paused() ? stage.pendingItems() : 0;
            inProgress += stage.inProgressItems();
            queueCapacity += stage.queueCapacity();
            oldestPendingSeconds = Math.max(oldestPendingSeconds, stage.oldestPendingSeconds());
            oldestInProgressSeconds = Math.max(oldestInProgressSeconds, stage.oldestInProgressSeconds());
        }

        private void add(WorkerState worker) {
            workers[worker.status().ordinal()]++;
        }
    }

    private static final OfPipeline IDLE = new OfPipeline();

    private final Map<String, OfPipeline> pipelines = new HashMap<>();

    /** One snapshot of each active run. */
    static EngineReading of(PipelineEngine engine) {
        EngineReading reading = new EngineReading();
        for (Run run : engine.runs()) {
            reading.pipelines
                    .computeIfAbsent(run.pipeline().name(), name -> new OfPipeline())
                    .add(run);
        }
        return reading;
    }

    OfPipeline pipeline(String name) {
        return pipelines.getOrDefault(name, IDLE);
    }

    private EngineReading() {}
}
