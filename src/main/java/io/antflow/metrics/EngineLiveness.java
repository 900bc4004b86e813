package io.antflow.metrics;

import io.antflow.engine.PipelineEngine;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when runs are active and the engine's heart, on which retries and timeouts depend, has stopped: restart it. */
@Liveness
@Singleton
final class EngineLiveness implements HealthCheck {

    private final PipelineEngine engine;

    EngineLiveness(PipelineEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("engine alive").status(engine.alive()).build();
    }
}
