package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.EngineClock;
import io.antflow.engine.EngineLimits;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineHealthTest {

    private final AtomicLong now = new AtomicLong();
    private final PipelineEngine engine = PipelineEngine.builder()
            .clock(new StoppedTimer())
            .limits(new EngineLimits(1, 10, 1000, 20))
            .build();

    /** Time passes, but no call that was to come is made. */
    private final class StoppedTimer implements EngineClock {
        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            return () -> {};
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Run start() {
        return engine.start(Pipeline.quick("one", 1, new NamedTask("task", (value, context) -> value)));
    }

    @Test
    void isAliveWhenIdleHoweverLong() {
        now.set(Duration.ofDays(1).toNanos());

        assertThat(new EngineLiveness(engine).call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isNotAliveWhenTheTimerHasStoppedWhileARunIsActive() {
        start();
        assertThat(new EngineLiveness(engine).call().getStatus()).isEqualTo(Status.UP);

        now.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(new EngineLiveness(engine).call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isReadyAgainWhenARunMakesRoom() throws Exception {
        Run run = start();
        HealthCheckResponse full = new EngineReadiness(engine).call();
        assertThat(full.getStatus()).isEqualTo(Status.DOWN);
        assertThat(full.getData())
                .contains(Map.of("reason", "at the limit of 1 active runs (antflow.engine.active-runs)"));

        run.join();

        assertThat(new EngineReadiness(engine).call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isNotReadyWhenItShutsDown() {
        engine.shutdown(Duration.ZERO);

        HealthCheckResponse stopping = new EngineReadiness(engine).call();

        assertThat(stopping.getStatus()).isEqualTo(Status.DOWN);
        assertThat(stopping.getData()).contains(Map.of("reason", "shutting down"));
    }

    @Test
    void hasStartedOnceItIsThere() {
        assertThat(new EngineStartup(engine).call().getStatus()).isEqualTo(Status.UP);
    }
}
