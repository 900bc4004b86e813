package io.antflow.dashboard;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Shows runs. For each run it is told the start, then the state at once and at every interval, then the last state, and
 * then, exactly once and last, the end. A run whose failed items are put back is shown again, from the start on.
 *
 * <p>The calls for one run come one after another from a virtual thread of their own: one that takes long gets fewer
 * updates, and holds up neither the run nor another dashboard. What it throws is logged, and it is told what comes next.
 *
 * <p>A CDI bean of this type shows every run of the service: one bean with the scope {@code @Dependent} each run by an
 * instance of its own, any other scope all runs by the same, from several threads.
 */
public interface Dashboard {

    /** The interval where none is given. */
    Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

    /** The shortest interval: what is shorter is taken for this. */
    Duration MIN_INTERVAL = Duration.ofMillis(10);

    /** How long to wait between two updates; asked for once a run. */
    default Duration interval() {
        return DEFAULT_INTERVAL;
    }

    /**
     * The run starts. It waits a moment for this call to return, up to half a second, before it lets its workers begin.
     *
     * @param total how many items it has; those that are fed later are not known yet, snapshots tell
     */
    void onStart(Pipeline pipeline, long total) throws Exception;

    /** This is how the run is now. */
    void onUpdate(DashboardSnapshot snapshot) throws Exception;

    /**
     * The run has ended; its last snapshot has been shown.
     *
     * @param results of the items that were processed or have failed, in feed order; read as they are asked for
     * @param summary everything that failed
     */
    void onFinish(Stream<Result> results, ErrorSummary summary) throws Exception;
}
