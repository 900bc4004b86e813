package io.antflow.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.TaskContext;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The service with tracing on, an exporter that keeps spans in memory, and pipelines whose tasks call others over HTTP. */
@Singleton
public final class TracedApplication {

    /** With this, the application is traced. */
    public static final class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    TRACED,
                    "true",
                    "antflow.http.allow",
                    "loopback",
                    "quarkus.otel.sdk.disabled",
                    "false",
                    "quarkus.otel.bsp.schedule.delay",
                    "5ms");
        }
    }

    /** In the tests of others, beans of here are not found. */
    private static final String TRACED = "test.traced";

    static final String WAITING = "calls-and-waits";
    static final String ASYNCHRONOUS = "calls-asynchronously";
    static final String FAILING = "fails";

    /** For one test alone: an exemplar stays for some seconds before another takes its place. */
    static final String MEASURED = "measured";

    private final HttpClient client;

    TracedApplication(Vertx vertx) {
        this.client = vertx.createHttpClient();
    }

    @Produces
    @Singleton
    @LookupIfProperty(name = TRACED, stringValue = "true")
    InMemorySpanExporter exporter() {
        return InMemorySpanExporter.create();
    }

    @Produces
    @Singleton
    @LookupIfProperty(name = TRACED, stringValue = "true")
    Pipeline waiting() {
        return Pipeline.named(WAITING)
                .stage(
                        "Call",
                        stage -> stage.task(
                                "call",
                                (JsonNode value, TaskContext context) ->
                                        get(value).toCompletableFuture().get()))
                .build();
    }

    @Produces
    @Singleton
    @LookupIfProperty(name = TRACED, stringValue = "true")
    Pipeline asynchronous() {
        return Pipeline.named(ASYNCHRONOUS)
                .stage("Call", stage -> stage.task("call", (JsonNode value, TaskContext context) -> get(value)))
                .build();
    }

    @Produces
    @Singleton
    @LookupIfProperty(name = TRACED, stringValue = "true")
    Pipeline failing() {
        return failing(FAILING);
    }

    @Produces
    @Singleton
    @LookupIfProperty(name = TRACED, stringValue = "true")
    Pipeline measured() {
        return failing(MEASURED);
    }

    private static Pipeline failing(String name) {
        return Pipeline.named(name)
                .stage(
                        "Fail",
                        stage -> stage.task("fail", (JsonNode value, TaskContext context) -> {
                                    throw new IllegalStateException("told to");
                                })
                                .taskAttempts(2, Backoff.fixed(Duration.ofMillis(1))))
                .build();
    }

    /** @param value {@code {"url": …}} */
    private CompletionStage<String> get(JsonNode value) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(value.get("url").textValue());
        return client.request(request)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .map(Buffer::toString)
                .toCompletionStage();
    }
}
