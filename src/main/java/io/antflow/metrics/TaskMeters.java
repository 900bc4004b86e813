package io.antflow.metrics;

import io.antflow.engine.TaskEvent;
import io.antflow.metrics.MetricName.Label;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts and times the attempts of one task in one stage. */
final class TaskMeters {

    /** How an attempt ended. */
    private enum Outcome {
        OK,
        RETRIED,
        FAILED,
        TIMEOUT
    }

    private final Timer[] durations = new Timer[Outcome.values().length];
    private final List<Meter> meters = new ArrayList<>();

    TaskMeters(MeterRegistry registry, Tags stage, String task) {
        for (Outcome outcome : Outcome.values()) {
            Tags tags =
                    stage.and(Label.TASK, task, Label.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
            Timer duration = MetricName.TASK_DURATION.timer(registry, tags);
            durations[outcome.ordinal()] = duration;
            meters.add(duration);
            meters.add(MetricName.TASK_ATTEMPTS.counter(registry, tags, duration, Timer::count));
        }
    }

    void record(TaskEvent event) {
        switch (event.type()) {
            case START -> {}
            case COMPLETE -> record(Outcome.OK, event);
            case RETRY -> record(event.timedOut() ? Outcome.TIMEOUT : Outcome.RETRIED, event);
            case FAIL -> record(event.timedOut() ? Outcome.TIMEOUT : Outcome.FAILED, event);
        }
    }

    private void record(Outcome outcome, TaskEvent event) {
        durations[outcome.ordinal()].record(event.durationNanos(), TimeUnit.NANOSECONDS);
    }

    List<Meter> all() {
        return meters;
    }
}
