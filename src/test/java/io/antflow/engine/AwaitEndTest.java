package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a run's end, and giving up. */
@Timeout(60)
class AwaitEndTest {

    private final PipelineEngine engine = PipelineEngine.builder().build();
    private final Run run = engine.start(Pipeline.of(
            "long", Stage.named("Only").task("same", (value, context) -> value).build()));

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void whoeverGivesUpLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 1000; i++) {
            assertThat(run.awaitEnd(Duration.ofNanos(1))).isFalse();
            Thread.currentThread().interrupt();
            assertThatThrownBy(run::awaitEnd).isInstanceOf(InterruptedException.class);
        }

        assertThat(run.awaitingEnd()).isZero();
    }

    @Test
    void doesNotCloseTheRun() throws Exception {
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                run.awaitEnd();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (run.awaitingEnd() == 0) {
            Thread.onSpinWait();
        }
        assertThat(run.open()).isTrue();

        run.close();
        waiting.join();
        assertThat(run.awaitEnd(Duration.ZERO)).isTrue();
    }
}
