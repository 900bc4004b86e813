package io.antflow.tracing;

import io.antflow.engine.ItemStatus;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the spans of one run as it happens. It knows the items that workers hold or that wait for their next attempt, and
 * which of those in queues were fed by others than the run's submitter; nothing of an item outlives its end.
 */
/*
 * An item's span is current on its worker's thread from the moment the worker takes it until the others have been told of its
 * leaving: that is, until it is queued at the next stage or has come to its end. A task's span is current while it runs.
 *
 * Of a run that is not sampled nothing is noted. Its context is made current once on each of its workers' threads and stays
 * there, as these work for no other run: what a task calls must know that it is not to be sampled either.
 */
final class RunTrace implements RunListener {

    private final RunTracing tracing;
    private final Run run;

    /** By item id. */
    private final Map<Object, StageVisit> visits = new ConcurrentHashMap<>();

    /** Who fed or put back the item, by item id; gone when a worker takes the item. */
    private final Map<Object, SpanContext> feeders = new ConcurrentHashMap<>();

    private volatile RunSpan runSpan;
    private volatile boolean ended;

    RunTrace(RunTracing tracing, Run run) {
        this.tracing = tracing;
        this.run = run;
        this.runSpan = RunSpan.begin(tracing.tracer(), run, null);
    }

    @Override
    public void onStarted() {
        if (ended) {
            ended = false;
            runSpan = RunSpan.begin(tracing.tracer(), run, runSpan);
        }
    }

    @Override
    public void onStatus(StatusEvent event) {
        RunSpan of = runSpan;
        if (!of.recording()) {
            return;
        }
        Object item = event.itemId();
        switch (event.status()) {
            case QUEUED -> queued(event, item, of);
            case IN_PROGRESS -> visit(event, item, of).enter();
            case RETRYING -> retrying(item);
            case COMPLETED, SKIPPED, FAILED -> visit(event, item, of).end(event);
            case CANCELLED -> {
                StageVisit visit = visits.get(item);
                if (visit != null) {
                    visit.end(event);
                }
            }
        }
    }

    private void queued(StatusEvent event, Object item, RunSpan of) {
        leave(item);
        StatusEvent before = event.previous();
        if (before == null || before.status() == ItemStatus.FAILED) {
            SpanContext feeder = Span.current().getSpanContext();
            if (feeder.isValid() && !feeder.equals(of.submitter())) {
                feeders.put(item, feeder);
            }
        }
    }

    /** The item's visit to the stage; it has none yet when a worker has just taken it, to work on it or to let it pass. */
    private StageVisit visit(StatusEvent event, Object item, RunSpan of) {
        StageVisit visit = visits.get(item);
        if (visit == null) {
            visit = StageVisit.begin(tracing, event, of.context(), feeders.remove(item));
            visits.put(item, visit);
        }
        return visit;
    }

    private void retrying(Object item) {
        StageVisit visit = visits.get(item);
        if (visit != null && !visit.pause()) {
            visits.remove(item);
        }
    }

    @Override
    public void onTask(TaskEvent event) {
        RunSpan of = runSpan;
        if (of.recording()) {
            StageVisit visit = visits.get(event.itemId());
            if (visit != null) {
                switch (event.type()) {
                    case START -> visit.beginAttempt(event);
                    case COMPLETE, RETRY, FAIL -> visit.endAttempt(event);
                }
            }
        } else if (event.type() == TaskEvent.Type.START && Context.current() != of.context()) {
            tracing.taskScopes().open(of.context());
        }
    }

    @Override
    public void onItemEnded(StatusEvent event, long durationNanos) {
        Object item = event.itemId();
        leave(item);
        feeders.remove(item);
    }

    private void leave(Object item) {
        StageVisit visit = visits.remove(item);
        if (visit != null) {
            visit.leave();
        }
    }

    @Override
    public void onEnded() {
        ended = true;
        RunSpan of = runSpan;
        if (of.recording()) {
            of.end(run.summary());
        }
    }

    /** How many items it knows something of. */
    int itemsKnown() {
        return visits.size() + feeders.size();
    }
}
