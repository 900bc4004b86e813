package io.antflow.tracing;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/**
 * Traces all runs. It is the outermost of all observers, so that whatever the others note of an attempt or an item, they note
 * while its span is the current one. When tracing is off, no run is told of it.
 */
@Singleton
@LookupIfProperty(name = TracingConfigSource.DISABLED, stringValue = "false")
@Priority(Integer.MAX_VALUE)
final class RunTracing implements RunObserver {

    /** A span that is open costs about a kilobyte: that many items at most wait for their next attempt with one. */
    static final int MAX_WAITING = 10_000;

    private final Tracer tracer;
    private final TaskScopes taskScopes;
    private final Semaphore waiting;

    @Inject
    RunTracing(OpenTelemetry telemetry, TaskScopes taskScopes) {
        this(telemetry.getTracer("io.antflow"), taskScopes, MAX_WAITING);
    }

    /** @param maxWaiting how many stage spans may be open while their items wait for the next attempt */
    RunTracing(Tracer tracer, TaskScopes taskScopes, int maxWaiting) {
        this.tracer = tracer;
        this.taskScopes = taskScopes;
        this.waiting = new Semaphore(maxWaiting);
    }

    @Override
    public RunListener observe(Run run) {
        return new RunTrace(this, run);
    }

    Tracer tracer() {
        return tracer;
    }

    TaskScopes taskScopes() {
        return taskScopes;
    }

    Semaphore waiting() {
        return waiting;
    }
}
