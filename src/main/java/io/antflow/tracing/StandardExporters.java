package io.antflow.tracing;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the standard's {@code OTEL_TRACES_EXPORTER=otlp} and its like mean what Quarkus does anyway. It calls its own OTLP exporter
 * by another name, and would not start for a name that it does not know.
 */
@Singleton
final class StandardExporters implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private static final List<String> NAMES =
            List.of("otel.traces.exporter", "otel.metrics.exporter", "otel.logs.exporter");

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addPropertiesCustomizer(StandardExporters::inQuarkusWords);
    }

    private static Map<String, String> inQuarkusWords(ConfigProperties said) {
        Map<String, String> words = new HashMap<>();
        for (String name : NAMES) {
            if ("otlp".equals(said.getString(name))) {
                words.put(name, "cdi");
            }
        }
        return words;
    }
}
