package io.antflow.metrics;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.RunStatus;
import io.antflow.metrics.EngineReading.OfPipeline;
import io.antflow.metrics.MetricName.Label;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** All that is measured of one pipeline, over all its runs. Thread-safe. */
final class PipelineMeters {

    /** How an item ended. */
    private enum Outcome {
        PROCESSED,
        FAILED,
        CANCELLED;

        static Outcome of(ItemStatus end) {
            return switch (end) {
                case FAILED -> FAILED;
                case CANCELLED -> CANCELLED;
                case COMPLETED, SKIPPED, QUEUED, IN_PROGRESS, RETRYING -> PROCESSED;
            };
        }
    }

    private final MeterRegistry registry;
    private final EngineReader reader;
    private final String pipeline;
    private final Counter accepted;
    private final Timer[] durations = new Timer[Outcome.values().length];
    private final List<Meter> meters = new ArrayList<>();
    private final Map<String, StageMeters> stages = new HashMap<>();

    PipelineMeters(MeterRegistry registry, EngineReader reader, String pipeline) {
        this.registry = registry;
        this.reader = reader;
        this.pipeline = pipeline;
        Tags tags = Tags.of(Label.PIPELINE, pipeline);
        this.accepted = MetricName.ITEMS_ACCEPTED.counter(registry, tags);
        for (Outcome outcome : Outcome.values()) {
            Tags withOutcome = tags.and(Label.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
            Timer duration = MetricName.ITEM_DURATION.timer(registry, withOutcome);
            durations[outcome.ordinal()] = duration;
            meters.add(duration);
            meters.add(MetricName.PIPELINE_ITEMS.counter(registry, withOutcome, duration, Timer::count));
        }
        meters.add(accepted);
        addGauges(tags);
    }

    private void addGauges(Tags tags) {
        addGauge(MetricName.PIPELINE_IN_FLIGHT, tags, OfPipeline::inFlight);
        addGauge(MetricName.PIPELINE_PAUSED, tags, reading -> reading.runs(RunStatus.PAUSED));
        for (RunStatus status : RunStatus.values()) {
            Tags withStatus = tags.and(Label.STATUS, status.name().toLowerCase(Locale.ROOT));
            addGauge(MetricName.RUNS, withStatus, reading -> reading.runs(status));
        }
    }

    private void addGauge(MetricName name, Tags tags, Function<OfPipeline, Number> value) {
        Object gauge = new Object();
        meters.add(
                name.gauge(registry, tags, () -> value.apply(reader.read(gauge).pipeline(pipeline))));
    }

    void countAccepted() {
        accepted.increment();
    }

    void recordEnd(ItemStatus end, long durationNanos) {
        durations[Outcome.of(end).ordinal()].record(durationNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * What measures the stages of a run, made if need be. A pipeline may be defined anew, with other stages and tasks; those
     * of no active run are no longer measured, or whoever defines pipelines could make meters without end.
     *
     * @param definition the pipeline as the run has it
     * @param active the pipeline as its active runs have it
     */
    synchronized RunStageMeters[] stages(Pipeline definition, Collection<Pipeline> active) {
        Map<String, Set<String>> tasksByStage = new HashMap<>();
        addTasks(definition, tasksByStage);
        active.forEach(other -> addTasks(other, tasksByStage));
        stages.entrySet().removeIf(entry -> {
            Set<String> tasks = tasksByStage.get(entry.getKey());
            if (tasks == null) {
                entry.getValue().remove();
                return true;
            }
            entry.getValue().removeTasksExcept(tasks);
            return false;
        });
        return definition.stages().stream().map(this::ofRun).toArray(RunStageMeters[]::new);
    }

    private static void addTasks(Pipeline definition, Map<String, Set<String>> tasksByStage) {
        for (Stage stage : definition.stages()) {
            Set<String> tasks = tasksByStage.computeIfAbsent(stage.name(), name -> new HashSet<>());
            stage.tasks().stream().map(NamedTask::name).forEach(tasks::add);
        }
    }

    private RunStageMeters ofRun(Stage stage) {
        StageMeters ofStage =
                stages.computeIfAbsent(stage.name(), name -> new StageMeters(registry, reader, pipeline, name));
        List<String> taskNames = stage.tasks().stream().map(NamedTask::name).toList();
        return new RunStageMeters(
                ofStage, taskNames, taskNames.stream().map(ofStage::task).toList());
    }

    synchronized void remove() {
        stages.values().forEach(StageMeters::remove);
        stages.clear();
        meters.forEach(registry::remove);
    }
}
