package io.antflow.runtime;

import io.antflow.config.EngineConfig;
import io.antflow.engine.EngineClock;
import io.antflow.engine.EngineLimits;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.RunObserver;
import io.antflow.tracking.RunHistories;
import io.antflow.tracking.StatusTracker;
import io.antflow.tracking.TrackingListener;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes the engine and what belongs to it. Every bean of type {@link RunObserver} observes all runs; the tracker is one of
 * them, and tells every bean of type {@link TrackingListener}; the histories are another.
 */
@Singleton
final class EngineBeans {

    private final Instance<TrackingListener> listeners;

    EngineBeans(Instance<TrackingListener> listeners) {
        this.listeners = listeners;
    }

    @Produces
    @Singleton
    EngineClock clock() {
        return EngineClock.system();
    }

    /** Looks for the listeners with the first run, not before: so they may have the engine injected themselves. */
    @Produces
    @Singleton
    StatusTracker tracker(EngineConfig config) {
        return new StatusTracker(config.eventsKept(), () -> listeners.stream().toList());
    }

    @Produces
    @Singleton
    RunHistories histories() {
        return new RunHistories();
    }

    @Produces
    @Singleton
    PipelineEngine engine(EngineConfig config, EngineClock clock, @All List<RunObserver> observers) {
        PipelineEngine.Builder engine = PipelineEngine.builder()
                .clock(clock)
                .limits(new EngineLimits(
                        config.activeRuns(), config.endedRuns(), config.items(), config.recentFailures()));
        observers.forEach(engine::observer);
        return engine.build();
    }
}
