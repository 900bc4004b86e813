package io.antflow.metrics;

import io.antflow.metrics.MetricName.Label;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Measures the clients' streams; every kind is there from the start. */
@Singleton
final class StreamMetrics implements MeterBinder {

    private final StreamCounts counts;

    StreamMetrics(StreamCounts counts) {
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (StreamKind kind : StreamKind.values()) {
            Tags tags = Tags.of(Label.KIND, kind.name().toLowerCase(Locale.ROOT));
            MetricName.STREAMS.gauge(registry, tags, () -> counts.open(kind));
            MetricName.STREAM_EVENTS_SENT.counter(registry, tags, counts, of -> of.sent(kind));
            MetricName.STREAM_EVENTS_DROPPED.counter(registry, tags, counts, of -> of.dropped(kind));
        }
    }
}
