package io.antflow.tracing;

import io.antflow.engine.Run;
import io.antflow.engine.RunSummary;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The span of a run, from its start until all its items have ended. A run that goes on after that has another.
 *
 * @param span itself
 * @param context what its stages are children of: the span, with the baggage of whoever started the run
 * @param submitter the span of whoever did; not valid when it had none
 * @param recording whether the span, and so all below it, is recorded: decided by the sampler once a run
 */
record RunSpan(Span span, Context context, SpanContext submitter, boolean recording) {

    /** Begins it, as part of whatever this thread is about. */
    static RunSpan begin(Tracer tracer, Run run, @Nullable RunSpan before) {
        Context current = Context.current();
        SpanBuilder builder = tracer.spanBuilder("antflow.pipeline.run")
                .setParent(current)
                .setAttribute(SpanAttribute.RUN_ID, run.id())
                .setAttribute(SpanAttribute.PIPELINE_NAME, run.pipeline().name());
        if (before != null) {
            builder.addLink(before.span.getSpanContext());
        }
        Span span = builder.startSpan();
        Context context = Context.root().with(Baggage.fromContext(current)).with(span);
        return new RunSpan(span, context, Span.fromContext(current).getSpanContext(), span.isRecording());
    }

    void end(RunSummary summary) {
        span.setAttribute(SpanAttribute.RUN_STATUS, summary.status().name().toLowerCase(Locale.ROOT));
        span.setAttribute(SpanAttribute.RUN_ITEMS, summary.totalItems());
        span.setAttribute(SpanAttribute.RUN_PROCESSED, summary.itemsProcessed());
        span.setAttribute(SpanAttribute.RUN_FAILED, summary.itemsFailed());
        span.setAttribute(SpanAttribute.RUN_CANCELLED, summary.itemsCancelled());
        span.end();
    }
}
