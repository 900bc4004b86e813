package io.antflow.metrics;

import io.antflow.engine.EngineClock;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.antflow.pipeline.Pipeline;
import io.antflow.runtime.PipelineRemoved;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Measures all runs. A pipeline's metrics appear with its first run, stay when it is idle, and go when it is deleted.
 * Gauges are read from the engine when they are asked for, counters and histograms count the events themselves.
 */
@Singleton
final class PipelineMetrics implements RunObserver {

    private final MeterRegistry registry;
    private final Supplier<PipelineEngine> engine;
    private final EngineReader reader;
    private final Map<String, PipelineMeters> pipelines = new ConcurrentHashMap<>();

    /** The engine is made of its observers, of which this is one: so it is asked for when a run is there. */
    @Inject
    PipelineMetrics(MeterRegistry registry, Instance<PipelineEngine> engine, EngineClock clock) {
        this(registry, engine::get, clock);
    }

    PipelineMetrics(MeterRegistry registry, Supplier<PipelineEngine> engine, EngineClock clock) {
        this.registry = registry;
        this.engine = engine;
        this.reader = new EngineReader(engine, clock);
    }

    @Override
    public RunListener observe(Run run) {
        return new RunMeters(this, run);
    }

    void onRemoved(@Observes PipelineRemoved event) {
        PipelineMeters removed = pipelines.remove(event.pipeline());
        if (removed != null) {
            removed.remove();
        }
    }

    boolean measures(String pipeline) {
        return pipelines.containsKey(pipeline);
    }

    RunMeters.Meters metersOf(Pipeline pipeline) {
        // Before any lock of ours: runs start under locks of the engine's.
        List<Pipeline> active = engine.get().runs().stream()
                .filter(run -> !run.ended())
                .map(Run::pipeline)
                .filter(other -> other.name().equals(pipeline.name()))
                .toList();
        PipelineMeters meters =
                pipelines.computeIfAbsent(pipeline.name(), name -> new PipelineMeters(registry, reader, name));
        return new RunMeters.Meters(meters, meters.stages(pipeline, active));
    }
}
