package io.antflow.metrics;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.WorkerState;
import io.antflow.metrics.EngineReading.OfStage;
import io.antflow.metrics.MetricName.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** All that is measured of one stage of a pipeline, over all its runs. Recording is thread-safe, all else is guarded by the owner. */
final class StageMeters {

    private final MeterRegistry registry;
    private final EngineReader reader;
    private final String pipeline;
    private final String stage;
    private final Tags tags;
    private final Counter completed;
    private final Counter failed;
    private final Counter skipped;
    private final Counter cancelled;
    private final Timer wait;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<String, TaskMeters> tasks = new HashMap<>();

    StageMeters(MeterRegistry registry, EngineReader reader, String pipeline, String stage) {
        this.registry = registry;
        this.reader = reader;
        this.pipeline = pipeline;
        this.stage = stage;
        this.tags = Tags.of(Label.PIPELINE, pipeline, Label.STAGE, stage);
        this.completed = left(ItemStatus.COMPLETED);
        this.failed = left(ItemStatus.FAILED);
        this.skipped = left(ItemStatus.SKIPPED);
        this.cancelled = left(ItemStatus.CANCELLED);
        this.wait = MetricName.STAGE_WAIT.timer(registry, tags);
        meters.addAll(List.of(completed, failed, skipped, cancelled, wait));
        addGauges();
    }

    private Counter left(ItemStatus outcome) {
        return MetricName.STAGE_ITEMS.counter(
                registry, tags.and(Label.OUTCOME, outcome.name().toLowerCase(Locale.ROOT)));
    }

    private void addGauges() {
        addGauge(MetricName.STAGE_PENDING, tags, OfStage::pending);
        addGauge(MetricName.STAGE_PAUSED, tags, OfStage::paused);
        addGauge(MetricName.STAGE_IN_PROGRESS, tags, OfStage::inProgress);
        addGauge(MetricName.STAGE_QUEUE_CAPACITY, tags, OfStage::queueCapacity);
        addGauge(MetricName.STAGE_OLDEST_PENDING, tags, OfStage::oldestPendingSeconds);
        addGauge(MetricName.STAGE_OLDEST_IN_PROGRESS, tags, OfStage::oldestInProgressSeconds);
        for (WorkerState.Status state : WorkerState.Status.values()) {
            Tags withState = tags.and(Label.STATE, state.name().toLowerCase(Locale.ROOT));
            addGauge(MetricName.STAGE_WORKERS, withState, reading -> reading.workers(state));
        }
    }

    private void addGauge(MetricName name, Tags tagsOfGauge, Function<OfStage, Number> value) {
        Object gauge = new Object();
        meters.add(name.gauge(
                registry,
                tagsOfGauge,
                () -> value.apply(reader.read(gauge).pipeline(pipeline).stage(stage))));
    }

    void record(StatusEvent event) {
        switch (event.status()) {
            case QUEUED, RETRYING -> {}
            case IN_PROGRESS -> {
                StatusEvent before = event.previous();
                if (before != null && before.status() == ItemStatus.QUEUED) {
                    wait.record(event.nanosSincePrevious(), TimeUnit.NANOSECONDS);
                }
            }
            case COMPLETED -> completed.increment();
            case FAILED -> failed.increment();
            case SKIPPED -> skipped.increment();
            case CANCELLED -> cancelled.increment();
        }
    }

    TaskMeters task(String name) {
        return tasks.computeIfAbsent(name, task -> new TaskMeters(registry, tags, task));
    }

    void removeTasksExcept(Set<String> names) {
        tasks.entrySet().removeIf(entry -> {
            boolean gone = !names.contains(entry.getKey());
            if (gone) {
                entry.getValue().all().forEach(registry::remove);
            }
            return gone;
        });
    }

    void remove() {
        removeTasksExcept(Set.of());
        meters.forEach(registry::remove);
    }
}
