package io.antflow.metrics;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;

/** Counts and times what happens in one run, on the meters of its pipeline. */
final class RunMeters implements RunListener {

    private final PipelineMetrics metrics;
    private final Run run;
    private volatile Meters meters;

    /** The meters in use. */
    record Meters(PipelineMeters pipeline, RunStageMeters[] stages) {}

    RunMeters(PipelineMetrics metrics, Run run) {
        this.metrics = metrics;
        this.run = run;
        this.meters = metrics.metersOf(run.pipeline());
    }

    /** Its meters may have gone since it was made: the pipeline deleted, or defined anew, and failed items put back. */
    @Override
    public void onStarted() {
        if (metrics.measures(run.pipeline().name())) {
            meters = metrics.metersOf(run.pipeline());
        }
    }

    @Override
    public void onStatus(StatusEvent event) {
        Meters to = meters;
        if (event.status() == ItemStatus.QUEUED) {
            if (event.previous() == null) {
                to.pipeline.countAccepted();
            }
        } else {
            to.stages[event.stageIndex()].record(event);
        }
    }

    @Override
    public void onTask(TaskEvent event) {
        if (event.type() != TaskEvent.Type.START) {
            meters.stages[event.stageIndex()].record(event);
        }
    }

    @Override
    public void onItemEnded(StatusEvent event, long durationNanos) {
        meters.pipeline.recordEnd(event.status(), durationNanos);
    }
}
