package io.antflow.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exemplars.Exemplar;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.micrometer.runtime.export.exemplars.OpentelemetryExemplarSamplerProvider;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Gives the buckets of histograms the ids of traces as exemplars when there are traces. Quarkus' own sampler would look for a span
 * at every measurement, also when tracing is off.
 */
@Singleton
final class Exemplars {

    private final Switched sampler = new Switched();

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Optional<ExemplarSampler> sampler() {
        return Optional.of(sampler);
    }

    @Produces
    @Singleton
    CollectorRegistry registry() {
        return new CountsWithoutExemplars();
    }

    /** Meters are made, and in a native executable kept, before it is known whether tracing is on. */
    void onStart(
            @Observes StartupEvent event, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean tracingIsOff) {
        sampler.on = tracingIsOff
                ? null
                : new OpentelemetryExemplarSamplerProvider().exemplarSampler().orElse(null);
    }

    @SuppressWarnings("NullAway") // null is how the interface says: no new exemplar
    private static final class Switched implements ExemplarSampler {

        private volatile @Nullable ExemplarSampler on;

        /** None for counters. */
        @Override
        public @Nullable Exemplar sample(double increment, @Nullable Exemplar previous) {
            return null;
        }

        @Override
        public @Nullable Exemplar sample(double value, double from, double to, @Nullable Exemplar previous) {
            ExemplarSampler sampler = on;
            return sampler == null ? null : sampler.sample(value, from, to, previous);
        }
    }
}
