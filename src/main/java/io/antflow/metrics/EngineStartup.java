package io.antflow.metrics;

import io.antflow.engine.PipelineEngine;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up as soon as the configuration was found valid and the engine was made of it. */
@Startup
@Singleton
final class EngineStartup implements HealthCheck {

    private final PipelineEngine engine;

    EngineStartup(PipelineEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("engine made")
                .up()
                .withData("active_runs_limit", engine.limits().activeRuns())
                .build();
    }
}
