package io.antflow.tracing;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Turns tracing on when somebody has said where to export traces, and leaves it off otherwise. OpenTelemetry's standard settings,
 * such as the environment variable {@code OTEL_EXPORTER_OTLP_ENDPOINT}, are as good as Quarkus' own, which go first.
 */
/*
 * Quarkus by itself exports to localhost:4317 unless told otherwise, and knows its own names alone for the exporter. What is
 * said here is weaker than application.properties, the environment and system properties: all of those overrule it.
 */
public final class TracingConfigSource implements ConfigSourceFactory {

    /** Whether tracing is off. */
    static final String DISABLED = "quarkus.otel.sdk.disabled";

    private static final int ORDINAL = 200;
    private static final String QUARKUS = "quarkus.";

    private static final List<String> ENDPOINTS =
            List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");

    /** Standard settings that Quarkus knows under its own names only. */
    private static final List<String> STANDARD = Stream.concat(
                    ENDPOINTS.stream(),
                    Stream.of(
                            "otel.sdk.disabled",
                            "otel.service.name",
                            "otel.resource.attributes",
                            "otel.exporter.otlp.protocol",
                            "otel.exporter.otlp.headers",
                            "otel.exporter.otlp.timeout",
                            "otel.exporter.otlp.compression",
                            "otel.exporter.otlp.traces.protocol",
                            "otel.exporter.otlp.traces.headers",
                            "otel.exporter.otlp.traces.timeout",
                            "otel.exporter.otlp.traces.compression",
                            "otel.bsp.schedule.delay",
                            "otel.bsp.max.queue.size",
                            "otel.bsp.max.export.batch.size",
                            "otel.bsp.export.timeout"))
            .toList();

    /** Quarkus' format with what ties a line to its trace. */
    private static final String LOG_FORMAT =
            "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] (%t) traceId=%X{traceId} spanId=%X{spanId} %s%e%n";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> values = new HashMap<>();
        for (String name : STANDARD) {
            String value = said(context, name);
            if (value != null) {
                values.put(QUARKUS + name, inMilliseconds(name, value));
            }
        }
        values.putIfAbsent(DISABLED, String.valueOf(!exports(context)));
        String disabled = said(context, DISABLED);
        if (!Boolean.parseBoolean(disabled == null ? values.get(DISABLED) : disabled)) {
            values.put("quarkus.log.console.format", LOG_FORMAT);
        }
        return List.of(new PropertiesConfigSource(values, "tracing", ORDINAL));
    }

    private static boolean exports(ConfigSourceContext context) {
        return !"none".equals(said(context, "otel.traces.exporter"))
                && ENDPOINTS.stream()
                        .anyMatch(name -> said(context, name) != null || said(context, QUARKUS + name) != null);
    }

    /** The standard's times are milliseconds, Quarkus' seconds. */
    private static String inMilliseconds(String name, String value) {
        boolean isTime = name.endsWith(".timeout") || name.endsWith(".delay");
        return isTime && value.chars().allMatch(Character::isDigit) ? value + "ms" : value;
    }

    /** What somebody has said; null: nobody has, and what there is are defaults, or what was so when the service was built. */
    private static @Nullable String said(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null
                        || value.getValue() == null
                        || value.getValue().isBlank()
                        || value.getConfigSourceOrdinal() < ConfigSource.DEFAULT_ORDINAL
                ? null
                : value.getValue();
    }
}
