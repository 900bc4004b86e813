package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, told by nothing but environment variables where to export traces. */
@Timeout(60)
class TracingIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String BAD_USER = "[{\"id\": \"bad\", \"name\": \"nobody\"}]";

    @TempDir
    Path folder;

    private Collector collector;

    @BeforeEach
    void startCollector() throws Exception {
        collector = new Collector();
    }

    @AfterEach
    void stopCollector() throws Exception {
        collector.close();
    }

    private Service start(String... environment) throws Exception {
        Map<String, String> variables = new HashMap<>();
        for (String variable : environment) {
            String[] nameAndValue = variable.split("=", 2);
            variables.put(nameAndValue[0], nameAndValue[1]);
        }
        return Service.start(folder, variables, "antflow.demo=true");
    }

    private static void runBadUser(Service service) throws Exception {
        Answer answer = service.curl(
                "/api/pipelines/users/runs",
                "-H",
                "Content-Type: application/json",
                "-H",
                "Prefer: wait=30",
                "-H",
                "traceparent: 00-" + TRACE + "-" + CALLER + "-01",
                "-d",
                BAD_USER);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items_failed").asInt()).isEqualTo(1);
    }

    @Test
    void exportsByGrpcToTheEndpointThatTheStandardVariableNames() throws Exception {
        try (Service service = start("OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url(), "OTEL_SERVICE_NAME=ants")) {
            runBadUser(service);

            awaitTrace();
            assertThat(collector.has("ants")).isTrue();
            assertThat(collector.paths())
                    .isNotEmpty()
                    .allMatch("/opentelemetry.proto.collector.trace.v1.TraceService/Export"::equals);
        }
    }

    @Test
    void exportsByHttpWhereQuarkusOwnVariablesSaySo() throws Exception {
        try (Service service = start(
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "OTEL_TRACES_EXPORTER=otlp",
                "QUARKUS_LOG_CATEGORY__IO_ANTFLOW_FAILURES__LEVEL=DEBUG")) {
            runBadUser(service);

            awaitTrace();
            assertThat(collector.paths()).isNotEmpty().allMatch("/v1/traces"::equals);
            assertThat(service.log())
                    .anyMatch(line ->
                            line.contains("[io.antflow.failures]") && line.contains("traceId=" + TRACE + " spanId="));
        }
    }

    /** The last span to end is the request's; the names stand for those below it. */
    private void awaitTrace() throws InterruptedException {
        collector.await(Collector.bytes(TRACE));
        collector.await("antflow.pipeline.run");
        collector.await("antflow.stage.Ingestion");
        collector.await("antflow.task.parse_user");
        collector.await("io.antflow.demo.");
        collector.await("POST /api/pipelines/{pipeline}/runs");
    }

    @Test
    void exportsNothingWhenTheStandardVariableTurnsItOff() throws Exception {
        try (Service service = start("OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url(), "OTEL_SDK_DISABLED=true")) {
            runBadUser(service);
            service.terminate();
            service.awaitExit(Duration.ofSeconds(30)); // what there is to export is exported by then
            assertThat(service.log()).noneMatch(line -> line.contains("traceId="));
        }

        assertThat(collector.paths()).isEmpty();
    }

    @Test
    void prometheusTakesTheExemplars() throws Exception {
        Prometheus.required();
        Path ofPrometheus = Files.createDirectory(folder.resolve("prometheus"));
        try (Service service = start("OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url());
                Prometheus prometheus = Prometheus.start(
                        ofPrometheus, service.url("").replace("http://", ""), "--enable-feature=exemplar-storage")) {
            runBadUser(service);

            assertThat(prometheus
                            .awaitExemplars("antflow_task_duration_seconds_bucket")
                            .findValuesAsText("trace_id"))
                    .isNotEmpty()
                    .allMatch(id -> id.matches("[0-9a-f]{32}"));
            assertThat(prometheus.now("up").findValues("value"))
                    .allMatch(value -> "1".equals(value.path(1).asText()));
        }
    }
}
