package io.antflow.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps out of traces the requests of those who only watch: streams that last for hours, dashboards and the page. Health, metrics
 * and static files Quarkus leaves out itself; all else goes by the configured sampler.
 */
@Singleton
final class WatchingIsNotTraced implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final Pattern WATCHING =
            Pattern.compile("/|/api/(dashboard|snapshots)|/api/runs/[^/]+/(dashboard|snapshots|events|results)|/ws/.*");

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addSamplerCustomizer((configured, properties) -> new Others(configured));
    }

    /** @param configured decides about all other spans */
    record Others(Sampler configured) implements Sampler {

        @Override
        public SamplingResult shouldSample(
                Context parent,
                String traceId,
                String name,
                SpanKind kind,
                Attributes attributes,
                List<LinkData> links) {
            String path = kind == SpanKind.SERVER ? attributes.get(PATH) : null;
            return path != null && WATCHING.matcher(path).matches()
                    ? SamplingResult.drop()
                    : configured.shouldSample(parent, traceId, name, kind, attributes, links);
        }

        @Override
        public String getDescription() {
            return configured.getDescription();
        }
    }
}
