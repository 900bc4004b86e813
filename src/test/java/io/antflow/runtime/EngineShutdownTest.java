package io.antflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunRefusedException;
import io.antflow.engine.RunStatus;
import io.antflow.pipeline.Pipeline;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineShutdownTest {

    private final PipelineEngine engine = PipelineEngine.builder().build();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Logs logs = new Logs();

    /** What was logged. */
    private static final class Logs extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage().formatted(line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        Logger.getLogger(EngineShutdown.class.getName()).addHandler(logs);
    }

    @AfterEach
    void stop() {
        Logger.getLogger(EngineShutdown.class.getName()).removeHandler(logs);
        go.countDown();
        engine.close();
    }

    /** One item in work, two that wait. */
    private Run busyRun() throws InterruptedException {
        Run run = engine.start(Pipeline.named("held")
                .stage(
                        "Only",
                        stage -> stage.task("hold", (value, context) -> {
                            begun.countDown();
                            go.await();
                            return value;
                        }))
                .build());
        run.feedAll(List.of(1, 2, 3));
        begun.await();
        return run;
    }

    @Test
    void takesNothingMoreAsSoonAsTheShutdownBegins() throws Exception {
        Run run = busyRun();
        EngineShutdown shutdown = new EngineShutdown(engine, Duration.ofHours(1));

        shutdown.onBegin(new ShutdownDelayInitiatedEvent());
        while (engine.accepting()) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> engine.start(run.pipeline())).isInstanceOf(RunRefusedException.class);
        assertThat(run.ended()).isFalse();
    }

    @Test
    void waitsForTheItemsInWorkAndReportsWhatWasLeft() throws Exception {
        Run run = busyRun();
        EngineShutdown shutdown = new EngineShutdown(engine, Duration.ofHours(1));
        shutdown.onBegin(new ShutdownDelayInitiatedEvent());

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> shutdown.onStop(new ShutdownEvent()));
        assertThat(stopped).isNotDone();
        go.countDown();
        stopped.join();

        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(run.summary().itemsCancelled()).isEqualTo(2);
        assertThat(logs.lines)
                .containsExactly(
                        "run " + run.id() + " of pipeline 'held' was stopped: 2 of its 3 items had not ended and"
                                + " are cancelled (1 processed, 0 failed)");
    }

    @Test
    void interruptsWhatIsStillInWorkAfterTheLimit() throws Exception {
        Run run = busyRun();

        new EngineShutdown(engine, Duration.ZERO).onStop(new ShutdownEvent());

        assertThat(run.ended()).isTrue();
        assertThat(run.summary().itemsCancelled() + run.summary().itemsFailed()).isEqualTo(3);
        assertThat(logs.lines).hasSize(2).first().asString().contains("antflow.engine.drain-limit");
    }

    @Test
    void hasNothingToSayWhenNothingWasLeft() throws Exception {
        go.countDown();
        busyRun().join();

        new EngineShutdown(engine, Duration.ofHours(1)).onStop(new ShutdownEvent());

        assertThat(logs.lines).isEmpty();
    }
}
