package io.antflow.engine;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A look at one part of a run's state as it is now; a part that is not there is a mistake in the test. */
final class Look {

    private Look() {}

    static StageStats stage(Run run, String stage) {
        return stage(run.snapshot(), stage);
    }

    static StageStats stage(DashboardSnapshot snapshot, String stage) {
        return present(snapshot.pipelineStats().stageStats(), stage);
    }

    static WorkerState worker(Run run, String worker) {
        return worker(run.snapshot(), worker);
    }

    static WorkerState worker(DashboardSnapshot snapshot, String worker) {
        return present(snapshot.workerStates(), worker);
    }

    static WorkerMetrics metrics(Run run, String worker) {
        return metrics(run.snapshot(), worker);
    }

    static WorkerMetrics metrics(DashboardSnapshot snapshot, String worker) {
        return present(snapshot.workerMetrics(), worker);
    }

    private static <V> V present(Map<String, V> map, String name) {
        @Nullable V value = map.get(name);
        return Objects.requireNonNull(value, () -> name + " is none of " + map.keySet());
    }
}
