package io.antflow.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Exported spans as a tree that a test can compare: children under their parents, in the order of their beginning. */
record Spans(List<SpanData> all) {

    private static final List<AttributeKey<?>> SHOWN = List.of(
            SpanAttribute.ITEM_ID, SpanAttribute.ITEM_ATTEMPT, SpanAttribute.WORKER_NAME, SpanAttribute.OUTCOME);

    /** A line a span: name, the attributes that differ, ERROR, and what went wrong. */
    List<String> tree() {
        List<String> lines = new ArrayList<>();
        sorted(all.stream().filter(span -> !hasParentHere(span)).toList()).forEach(root -> add(root, "", lines));
        return lines;
    }

    private boolean hasParentHere(SpanData span) {
        return all.stream().anyMatch(other -> other.getSpanId().equals(span.getParentSpanId()));
    }

    private void add(SpanData span, String indent, List<String> lines) {
        lines.add(indent + line(span));
        sorted(all.stream()
                        .filter(other -> other.getParentSpanId().equals(span.getSpanId()))
                        .toList())
                .forEach(child -> add(child, indent + "  ", lines));
    }

    private static List<SpanData> sorted(List<SpanData> spans) {
        return spans.stream()
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    static String line(SpanData span) {
        StringBuilder line = new StringBuilder(span.getName());
        for (AttributeKey<?> key : SHOWN) {
            Object value = span.getAttributes().get(key);
            if (value != null) {
                line.append(' ').append(value);
            }
        }
        if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
            line.append(" ERROR ").append(span.getStatus().getDescription());
        }
        span.getEvents().stream()
                .filter(event -> event.getName().equals("exception"))
                .forEach(event -> line.append(" (")
                        .append(event.getAttributes().get(SpanAttribute.EXCEPTION_TYPE))
                        .append(')'));
        return line.toString();
    }

    /** The first span of that name to begin. */
    SpanData named(String name) {
        return sorted(all).stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span '" + name + "' among " + tree()));
    }
}
