package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class RunsResourceTest {

    @Test
    void listsTheRunsOfAPipelineNewestFirstAPageAtATime() {
        String pipeline = ApiCalls.pipeline("api_echo");
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            started.addFirst(ApiCalls.start(pipeline, "[]"));
        }

        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = given().queryParam("pipeline", pipeline)
                    .queryParam("limit", 2)
                    .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                    .get("/api/runs")
                    .jsonPath();
            assertThat(page.getList("runs")).hasSizeBetween(1, 2);
            listed.addAll(page.getList("runs.id", String.class));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(listed).isEqualTo(started);
    }

    @Test
    void listsTheRunsOfAStatus() {
        String pipeline = ApiCalls.pipeline("api_echo");
        String ended = ApiCalls.start(pipeline, "[1]");
        ApiCalls.awaitEnd(ended);
        String open = ApiCalls.startOpen(pipeline, "[1]");

        given().get("/api/runs?status=completed&pipeline=" + pipeline)
                .then()
                .statusCode(200)
                .body("runs.id", equalTo(List.of(ended)))
                .body("next_cursor", nullValue());
        given().get("/api/runs?status=running")
                .then()
                .body("runs.id", hasItem(open))
                .body("runs.id", not(hasItem(ended)));
        given().post("/api/runs/{run}/close", open).then().statusCode(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=abc | limit is a whole number from 1 to 1000, not 'abc'",
                "limit=0 | from 1 to 1000",
                "limit=-1 | from 1 to 1000",
                "limit=1001 | from 1 to 1000",
                "limit=1e3 | from 1 to 1000",
                "limit=99999999999999999999 | from 1 to 1000",
                "status=done | status is one of [running, paused, completed, cancelled], not 'done'",
                "status=RUNNING | status is one of",
                "cursor=%0Anonsense | cursor is the next_cursor"
            })
    void namesTheParameterAtFault(String query, String detail) {
        ApiCalls.problem(given().urlEncodingEnabled(false).get("/api/runs?" + query), 400, "invalid-parameter")
                .body("detail", containsString(detail));
    }

    @Test
    void passesOverParametersThatItDoesNotKnow() {
        given().get("/api/runs?colour=red").then().statusCode(200);
    }

    @Test
    void tellsOfARun() {
        String pipeline = ApiCalls.pipeline("api_echo");
        String run = ApiCalls.start(pipeline, "[1, 2]");
        ApiCalls.awaitEnd(run);

        given().get("/api/runs/{run}", run)
                .then()
                .statusCode(200)
                .body("id", equalTo(run))
                .body("pipeline", equalTo(pipeline))
                .body("status", equalTo("completed"))
                .body("open", equalTo(false))
                .body("finished_at", notNullValue())
                .body("total_items", equalTo(2))
                .body("items_processed", equalTo(2))
                .body("items_in_flight", equalTo(0));
    }

    @Test
    void writesTimesWithoutExponents() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[]");

        assertThat(given().get("/api/runs/{run}", run).asString()).containsPattern("\"created_at\":\\d{10}\\.\\d+,");
    }

    @Test
    void takesASnapshot() {
        String pipeline = ApiCalls.pipeline("api_echo");
        String run = ApiCalls.start(pipeline, "[1, 2, 3]");
        ApiCalls.awaitEnd(run);

        given().get("/api/runs/{run}/snapshot", run)
                .then()
                .statusCode(200)
                .body("run_id", equalTo(run))
                .body("status", equalTo("completed"))
                .body("total_items", equalTo(3))
                .body("pipeline_stats.items_processed", equalTo(3))
                .body("pipeline_stats.stage_stats.Work.completed_items", equalTo(3))
                .body("pipeline_stats.queue_sizes.Work", equalTo(0))
                .body("worker_states", hasKey("Work-W0"))
                .body("worker_states.'Work-W0'.status", equalTo("idle"))
                .body("worker_metrics", hasKey("Work-W1"))
                .body("error_summary.total_failed", equalTo(0));
    }

    @Test
    void tellsWhatFailed() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_fail"), "[{\"id\": 9}, {\"id\": \"b\"}]");
        ApiCalls.awaitEnd(run);

        given().get("/api/runs/{run}/errors", run)
                .then()
                .statusCode(200)
                .body("total_failed", equalTo(2))
                .body("errors_by_type", equalTo(Map.of("io.antflow.tasks.builtin.DrillException", 2)))
                .body("errors_by_stage", equalTo(Map.of("Work", 2)))
                .body("failed_items.error", everyItem(equalTo("no \"luck\"\nwith \uD83D")))
                .body("failed_items", hasSize(2));
    }

    @Test
    void anItemWhoseConditionFailsHasFailedBeforeItsFirstAttempt() {
        String pipeline = ApiCalls.pipelineOf("""
                {"stages": [{"name": "Work", "tasks": ["api_echo"], "skip_if": ".a.b"}]}""");

        JsonPath run = ApiCalls.run(pipeline, "[{\"id\": 9, \"value\": {\"a\": 1}}]");

        assertThat(run.getInt("results[0].error.attempts")).isZero();
        given().get("/api/runs/{run}/errors", run.getString("id"))
                .then()
                .statusCode(200)
                .body("failed_items[0].attempts", equalTo(0))
                .body("failed_items[0].error", startsWith("skip_if '.a.b' fails"));
    }

    @Test
    void forgetsAnEndedRun() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[1]");
        ApiCalls.awaitEnd(run);

        given().accept("application/problem+json")
                .delete("/api/runs/{run}", run)
                .then()
                .statusCode(204);

        ApiCalls.problem(given().get("/api/runs/{run}", run), 404, "unknown-run");
        ApiCalls.problem(given().delete("/api/runs/{run}", run), 404, "unknown-run");
    }

    @Test
    void forgetsNoRunThatHasNotEnded() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[1]");

        ApiCalls.problem(given().delete("/api/runs/{run}", run), 409, "run-not-ended");
        given().post("/api/runs/{run}/close", run).then().statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/snapshot", "/errors", "/items", "/items/1", "/results"})
    void knowsNoOtherRuns(String path) {
        ApiCalls.problem(given().get("/api/runs/nope" + path), 404, "unknown-run")
                .body("detail", containsString("there is no run 'nope'"));
    }

    @Test
    void givesBackAnyTextOfAPathAsText() {
        ApiCalls.problem(given().get("/api/runs/{run}", "a\nb\"<'"), 404, "unknown-run")
                .body("detail", containsString("'a\nb\"<''"));
    }

    @Test
    void tellsHowTheStagesOfARunHaveBeen() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[1, 2]");
        ApiCalls.awaitEnd(run);

        JsonPath history = given().get("/api/runs/" + run + "/history").jsonPath();

        int samples = history.getList("timestamps").size();
        assertThat(samples).isPositive();
        assertThat(history.getMap("stages")).hasSize(1);
        for (String figure : List.of("items_per_second", "pending_items", "in_progress_items")) {
            assertThat(history.getList("stages.values()[0]." + figure))
                    .as(figure)
                    .hasSize(samples);
        }
        assertThat(history.getList("stages.values()[0].pending_items")).endsWith(0);
        given().get("/api/runs/NOBODY/history").then().statusCode(404);
    }
}
