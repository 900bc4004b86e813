package io.antflow.metrics;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class MetricsResourceTest {

    private static Scrape scrape() {
        return Scrape.ofTheService();
    }

    /** Defines the pipeline and runs it to its end; the run. */
    private static String run(String pipeline, String items) {
        given().contentType("application/json")
                .body("{\"stages\": [{\"name\": \"Only\", \"tasks\": [\"log\"]}]}")
                .when()
                .put("/api/pipelines/" + pipeline)
                .then()
                .statusCode(201);
        return given().contentType("application/json")
                .header("Prefer", "wait=60")
                .body(items)
                .when()
                .post("/api/pipelines/" + pipeline + "/runs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    @Test
    void thePageHasExactlyTheMetricsOfTheCatalogue() {
        run("measured", "[1, 2, 3]");

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
        run("short-lived", "[1]");
        assertThat(scrape().lines()).anyMatch(line -> line.contains("\"short-lived\""));

        when().delete("/api/pipelines/short-lived").then().statusCode(204);

        assertThat(scrape().lines()).noneMatch(line -> line.contains("\"short-lived\""));
    }

    @Test
    void streamsAreNotAmongTheTimedRequests() {
        String run = run("timed", "[1]");
        long before = timedResults();

        for (String type : List.of("application/x-ndjson", "text/event-stream", "application/json")) {
            given().accept(type)
                    .when()
                    .get("/api/runs/{run}/results", run)
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
