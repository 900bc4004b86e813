package io.antflow.metrics;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class MetricsResourceTest {

    private final PipelineEngine engine;
    private final StreamCounts streams;

    MetricsResourceTest(PipelineEngine engine, StreamCounts streams) {
        this.engine = engine;
        this.streams = streams;
    }

    private static Scrape scrape() {
        return Scrape.of(given().accept("text/plain;version=0.0.4")
                .when()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    @Test
    void thePageHasExactlyTheMetricsOfTheCatalogue() throws Exception {
        engine.run(Pipeline.quick("measured", 1, new NamedTask("task", (value, context) -> value)), List.of(1, 2, 3));

        Scrape page = scrape();

        TreeSet<String> expected = new TreeSet<>();
        for (MetricName metric : MetricName.values()) {
            String name = metric.prometheusName();
            expected.add(name);
            assertThat(page.types())
                    .as(name)
                    .containsEntry(name, metric.kind().name().toLowerCase(Locale.ROOT));
            assertThat(page.help().get(name)).as(name).isNotBlank();
            assertThat(page.labels(name)).as(name).containsExactlyInAnyOrderElementsOf(metric.labels());
            if (metric.kind() == MetricName.Kind.HISTOGRAM) {
                expected.add(name + "_max");
            }
        }
        assertThat(page.types().keySet()).containsExactlyElementsOf(expected);
        assertThat(page.value("antflow_pipeline_items_total{outcome='processed',pipeline='measured'}"))
                .isEqualTo(3);
    }

    @Test
    void aDeletedPipelineIsGoneFromThePage() {
        given().contentType("application/json")
                .body("{\"stages\": [{\"name\": \"Only\", \"tasks\": [\"api_echo\"]}]}")
                .when()
                .put("/api/pipelines/short-lived")
                .then()
                .statusCode(201);
        given().contentType("application/json")
                .header("Prefer", "wait=60")
                .body("[1]")
                .when()
                .post("/api/pipelines/short-lived/runs")
                .then()
                .statusCode(200);
        assertThat(scrape().lines()).anyMatch(line -> line.contains("\"short-lived\""));

        when().delete("/api/pipelines/short-lived").then().statusCode(204);

        assertThat(scrape().lines()).noneMatch(line -> line.contains("\"short-lived\""));
    }

    @Test
    void streamsAreMeasuredByKind() {
        double before = scrape().value("antflow_stream_events_sent_total{kind='events'}");

        streams.opened(StreamKind.EVENTS);
        streams.sent(StreamKind.EVENTS, 5);
        streams.dropped(StreamKind.EVENTS, 2);

        Scrape page = scrape();
        assertThat(page.value("antflow_streams{kind='events'}")).isEqualTo(streams.open(StreamKind.EVENTS));
        assertThat(page.value("antflow_stream_events_sent_total{kind='events'}"))
                .isGreaterThanOrEqualTo(before + 5);
        assertThat(page.value("antflow_stream_events_dropped_total{kind='events'}"))
                .isGreaterThanOrEqualTo(2);
        streams.closed(StreamKind.EVENTS);
        assertThat(Arrays.stream(StreamKind.values()).map(Enum::name).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("SNAPSHOTS", "DASHBOARDS", "EVENTS", "RESULTS", "SOCKETS");
    }

    @Test
    void streamsAreNotAmongTheTimedRequests() throws Exception {
        Run run = engine.start(Pipeline.quick("timed", 1, new NamedTask("task", (value, context) -> value)));
        run.feedAll(List.of(1));
        run.join();
        long before = timedResults();

        for (String type : List.of("application/x-ndjson", "text/event-stream", "application/json")) {
            given().accept(type)
                    .when()
                    .get("/api/runs/{run}/results", run.id())
                    .then()
                    .statusCode(200);
        }
        while (timedResults() == before) {
            Thread.onSpinWait(); // a request is timed a little after its answer
        }

        assertThat(timedResults()).isEqualTo(before + 1);
    }

    private static long timedResults() {
        return scrape().lines().stream()
                .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                .filter(line -> line.contains("\"/api/runs/{run}/results\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void theServiceIsStartedAliveAndReady() {
        when().get("/q/health/started").then().statusCode(200).body("status", equalTo("UP"));
        when().get("/q/health/live")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("engine alive"));
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("accepting runs"));
    }
}
