package io.antflow.runtime;

import io.antflow.config.EngineConfig;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.RunSummary;
import io.antflow.engine.ShutdownReport;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Stops the engine with the service: it takes nothing more from the moment the shutdown begins, and the service goes down
 * when the items in work are done or the drain limit has passed. What was left is logged, a line for each run.
 */
@Singleton
final class EngineShutdown {

    private static final Logger LOG = Logger.getLogger(EngineShutdown.class);

    private final PipelineEngine engine;
    private final Duration drainLimit;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    @Inject
    EngineShutdown(PipelineEngine engine, EngineConfig config) {
        this(engine, config.drainLimit());
    }

    EngineShutdown(PipelineEngine engine, Duration drainLimit) {
        this.engine = engine;
        this.drainLimit = drainLimit;
    }

    /** Requests that are under way are still answered; those that wait for a run are, because it ends. */
    void onBegin(@Observes ShutdownDelayInitiatedEvent event) {
        begin();
    }

    /** Before all other observers: the tasks in work may use what those close. */
    void onStop(@Observes @Priority(Integer.MIN_VALUE) ShutdownEvent event) {
        begin();
        stopped.join();
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("antflow-shutdown").start(this::stop);
        }
    }

    private void stop() {
        try {
            report(engine.shutdown(drainLimit));
        } finally {
            stopped.complete(null);
        }
    }

    private void report(ShutdownReport report) {
        if (!report.drained()) {
            LOG.warnf(
                    "tasks were still in work after %s (antflow.engine.drain-limit) and were interrupted",
                    seconds(drainLimit));
        }
        for (RunSummary run : report.unfinished()) {
            LOG.warnf(
                    "run %s of pipeline '%s' was stopped: %d of its %d items had not ended and are cancelled"
                            + " (%d processed, %d failed)",
                    run.id(),
                    run.pipeline(),
                    run.itemsInFlight(),
                    run.totalItems(),
                    run.itemsProcessed(),
                    run.itemsFailed());
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
