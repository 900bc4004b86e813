package io.antflow.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** Says of spans what went wrong. */
final class SpanErrors {

    private SpanErrors() {}

    static void mark(Span span, String type, String message) {
        span.setAttribute(SpanAttribute.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, message);
    }

    /** The exception with its stack trace. */
    static void record(Span span, Throwable failure) {
        String type = failure.getClass().getName();
        try {
            span.recordException(failure);
            String message = failure.getMessage();
            mark(span, type, message == null ? "" : message);
        } catch (Throwable unreadable) { // an exception's message is code of the task: it may fail as well
            span.addEvent("exception", Attributes.of(SpanAttribute.EXCEPTION_TYPE, type));
            mark(span, type, "");
        }
    }
}
