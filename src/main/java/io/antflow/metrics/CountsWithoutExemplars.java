package io.antflow.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Takes from the page the exemplars that Micrometer adds to a histogram's count. OpenMetrics allows them on buckets and counters
 * only, and Prometheus refuses the whole page otherwise.
 */
final class CountsWithoutExemplars extends CollectorRegistry {

    private static final String COUNT = "_count";

    CountsWithoutExemplars() {
        super(true);
    }

    @Override
    public Enumeration<MetricFamilySamples> metricFamilySamples() {
        return Collections.enumeration(Collections.list(super.metricFamilySamples()).stream()
                .map(CountsWithoutExemplars::allowed)
                .toList());
    }

    private static MetricFamilySamples allowed(MetricFamilySamples family) {
        if (family.samples.stream().allMatch(CountsWithoutExemplars::isAllowed)) {
            return family;
        }
        List<Sample> samples = family.samples.stream()
                .map(sample -> isAllowed(sample)
                        ? sample
                        : new Sample(
                                sample.name, sample.labelNames, sample.labelValues, sample.value, sample.timestampMs))
                .toList();
        return new MetricFamilySamples(family.name, family.unit, family.type, family.help, samples);
    }

    private static boolean isAllowed(Sample sample) {
        return sample.exemplar == null || !sample.name.endsWith(COUNT);
    }
}
