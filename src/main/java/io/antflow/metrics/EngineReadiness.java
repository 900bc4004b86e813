package io.antflow.metrics;

import io.antflow.engine.PipelineEngine;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Down when a run would be refused: the engine shuts down, or as many runs are active as may be. Says which. */
@Readiness
@Singleton
final class EngineReadiness implements HealthCheck {

    private final PipelineEngine engine;

    EngineReadiness(PipelineEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        if (engine.accepting()) {
            return HealthCheckResponse.up("accepting runs");
        }
        return HealthCheckResponse.named("accepting runs")
                .down()
                .withData(
                        "reason",
                        engine.shuttingDown()
                                ? "shutting down"
                                : "at the limit of %d active runs (antflow.engine.active-runs)"
                                        .formatted(engine.limits().activeRuns()))
                .build();
    }
}
