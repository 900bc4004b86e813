package io.antflow.tracing;

import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Skipped;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The span of an item at a stage, from being taken by a worker to leaving the stage, waits for the next attempt included, and
 * the span of the attempt that is being made. It goes from thread to thread as the item does, and needs no lock for that.
 */
final class StageVisit {

    /** Longer ids are cut: they are said in every span of the item. */
    private static final int MAX_ID_LENGTH = 200;

    private final RunTracing tracing;
    private final String itemId;
    private final Span span;
    private final Context context;
    private @Nullable ThreadScope scope;
    private @Nullable Span attempt;
    private @Nullable ThreadScope attemptScope;
    private boolean attempted;
    private boolean waiting;

    private StageVisit(RunTracing tracing, String itemId, Span span, Context context) {
        this.tracing = tracing;
        this.itemId = itemId;
        this.span = span;
        this.context = context;
    }

    /** @param feeder who fed the item, if not who started the run */
    static StageVisit begin(RunTracing tracing, StatusEvent event, Context run, @Nullable SpanContext feeder) {
        String itemId = String.valueOf(event.itemId());
        String shortId = itemId.length() > MAX_ID_LENGTH ? itemId.substring(0, MAX_ID_LENGTH) : itemId;
        SpanBuilder builder = tracing.tracer()
                .spanBuilder("antflow.stage." + event.stage())
                .setParent(run)
                .setAttribute(SpanAttribute.STAGE_NAME, event.stage())
                .setAttribute(SpanAttribute.ITEM_ID, shortId);
        String worker = event.worker();
        if (worker != null) {
            builder.setAttribute(SpanAttribute.WORKER_NAME, worker);
        }
        if (feeder != null) {
            builder.addLink(feeder);
        }
        Span span = builder.startSpan();
        return new StageVisit(tracing, shortId, span, run.with(span));
    }

    /** A worker has the item: on this thread, the stage's span is the current one. */
    @SuppressWarnings("MustBeClosedChecker") // when the item leaves
    void enter() {
        stopWaiting();
        ThreadScope open = scope;
        if (open == null || !open.isHere()) {
            scope = ThreadScope.here(context.makeCurrent());
        }
    }

    void beginAttempt(TaskEvent event) {
        attempted = true;
        Span begun = tracing.tracer()
                .spanBuilder("antflow.task." + event.task())
                .setParent(context)
                .setAttribute(SpanAttribute.TASK_NAME, event.task())
                .setAttribute(SpanAttribute.STAGE_NAME, event.stage())
                .setAttribute(SpanAttribute.ITEM_ID, itemId)
                .setAttribute(SpanAttribute.ITEM_ATTEMPT, (long) event.attempt())
                .setAttribute(SpanAttribute.WORKER_NAME, event.worker())
                .startSpan();
        attempt = begun;
        attemptScope = ThreadScope.here(tracing.taskScopes().open(context.with(begun)));
    }

    void endAttempt(TaskEvent event) {
        Throwable failure = event.error();
        Span begun = attempt;
        if (begun != null && failure != null) {
            SpanErrors.record(begun, failure);
        }
        endAttempt(
                switch (event.type()) {
                    case START, COMPLETE -> "ok";
                    case RETRY -> "retried";
                    case FAIL -> "failed";
                });
    }

    private void endAttempt(String outcome) {
        Span begun = attempt;
        ThreadScope open = attemptScope;
        attempt = null;
        attemptScope = null;
        if (begun != null) {
            begun.setAttribute(SpanAttribute.OUTCOME, outcome);
            begun.end();
        }
        if (open != null) {
            open.close();
        }
    }

    /** The item waits for its next attempt. False: too many do, so the span has ended, and the next attempt has another. */
    boolean pause() {
        leave();
        if (tracing.waiting().tryAcquire()) {
            waiting = true;
            return true;
        }
        span.setAttribute(SpanAttribute.OUTCOME, "retrying");
        span.end();
        return false;
    }

    private void stopWaiting() {
        if (waiting) {
            waiting = false;
            tracing.waiting().release();
        }
    }

    /** The item is done with at this stage. Its span stays the current one on this thread until it leaves. */
    void end(StatusEvent event) {
        endAttempt("cancelled"); // the only end that is told of no attempt
        enter();
        String worker = event.worker(); // may be another one than at first
        if (worker != null) {
            span.setAttribute(SpanAttribute.WORKER_NAME, worker);
        }
        span.setAttribute(SpanAttribute.ITEM_ATTEMPT, (long) event.attempt());
        span.setAttribute(SpanAttribute.OUTCOME, event.status().name().toLowerCase(Locale.ROOT));
        Skipped skipped = event.skipped();
        if (skipped != null) {
            span.setAttribute(SpanAttribute.SKIP_REASON, skipped.reason());
        }
        Failure failure = event.failure();
        if (failure != null) {
            if (attempted) {
                SpanErrors.mark(span, failure.type(), failure.message());
            } else {
                SpanErrors.record(span, failure.cause()); // the skip condition's: no attempt's span has it
            }
        }
        span.end();
    }

    /** Nobody works on the item here any more. */
    void leave() {
        ThreadScope open = scope;
        scope = null;
        if (open != null) {
            open.close();
        }
    }
}
