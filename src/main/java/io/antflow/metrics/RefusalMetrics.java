package io.antflow.metrics;

import io.antflow.metrics.MetricName.Label;
import io.antflow.runtime.CallerLimit;
import io.antflow.runtime.RefusalCounts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Measures what callers are refused, without saying whom; every limit is there from the start. */
@Singleton
final class RefusalMetrics implements MeterBinder {

    private final RefusalCounts counts;

    RefusalMetrics(RefusalCounts counts) {
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (CallerLimit limit : CallerLimit.values()) {
            Tags tags = Tags.of(Label.LIMIT, limit.name().toLowerCase(Locale.ROOT));
            MetricName.CALLER_REFUSALS.counter(registry, tags, counts, of -> of.refusals(limit));
        }
        MetricName.AUDIT_LINES_LEFT_OUT.counter(registry, Tags.empty(), counts, RefusalCounts::auditLinesLeftOut);
    }
}
