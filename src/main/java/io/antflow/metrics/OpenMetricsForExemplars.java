package io.antflow.metrics;

import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers scrapers that take OpenMetrics in that format when tracing is on: only there are exemplars. Quarkus by itself gives it to
 * nobody who would also take plain text, and so to no Prometheus.
 */
@Singleton
final class OpenMetricsForExemplars {

    private static final String METRICS = "/metrics";
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final int EARLY = 100;

    void onStart(@Observes Filters filters, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean tracingIsOff) {
        if (!tracingIsOff) {
            filters.register(OpenMetricsForExemplars::preferOpenMetrics, EARLY);
        }
    }

    private static void preferOpenMetrics(RoutingContext request) {
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT);
        if (accepted != null
                && accepted.contains(OPEN_METRICS)
                && request.request().path().endsWith(METRICS)) {
            request.request().headers().set(HttpHeaders.ACCEPT, TextFormat.CONTENT_TYPE_OPENMETRICS_100);
        }
        request.next();
    }
}
