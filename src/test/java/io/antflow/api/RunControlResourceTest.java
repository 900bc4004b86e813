package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class RunControlResourceTest {

    @AfterEach
    void close() {
        ApiTasks.OUTSIDE.reset();
    }

    @Test
    void closesARunMoreThanOnce() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[1]");

        call(run, "close").then().statusCode(202).body("open", equalTo(false));
        ApiCalls.awaitEnd(run);
        call(run, "close").then().statusCode(202).body("status", equalTo("completed"));
    }

    @Test
    void pausesAndResumesARun() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[]");

        call(run, "pause").then().statusCode(202).body("status", equalTo("paused"));
        given().contentType("application/json").body("[1, 2]").post("/api/runs/{run}/items", run);
        given().get("/api/runs/{run}", run).then().body("items_in_flight", equalTo(2));
        call(run, "resume").then().statusCode(202).body("status", equalTo("running"));
        call(run, "close");

        assertThat(ApiCalls.awaitEnd(run).getInt("items_processed")).isEqualTo(2);
    }

    @Test
    void cancelsARunAndLosesNoItem() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_gate"), "[1, 2, 3, 4, 5]");
        ApiCalls.awaitInside(2);

        call(run, "cancel").then().statusCode(202).body("status", equalTo("cancelled"));
        ApiTasks.OUTSIDE.release(2);

        JsonPath ended = ApiCalls.awaitEnd(run);
        assertThat(ended.getInt("items_cancelled") + ended.getInt("items_processed"))
                .isEqualTo(5);
        assertThat(ended.getInt("items_cancelled")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "cancel"})
    void controlsNoRunThatHasEnded(String control) {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[1]");
        ApiCalls.awaitEnd(run);

        ApiCalls.problem(call(run, control), 409, "run-ended").body("detail", containsString("completed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "pause", "resume", "cancel", "retry"})
    void knowsNoOtherRuns(String control) {
        ApiCalls.problem(call("nope", control), 404, "unknown-run");
    }

    @Test
    void triesAllFailedItemsAgain() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_ailing"), "[1, 2, 3]");
        ApiCalls.awaitEnd(run);
        ApiTasks.OUTSIDE.heal();

        call(run, "retry").then().statusCode(202).body("accepted", equalTo(3));

        assertThat(ApiCalls.awaitEnd(run).getInt("items_processed")).isEqualTo(3);
    }

    @Test
    void triesTheFailedItemsThatAreNamedAgain() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_ailing"), "[{\"id\": \"a\"}, {\"id\": 2}, {\"id\": 3}]");
        ApiCalls.awaitEnd(run);
        ApiTasks.OUTSIDE.heal();

        retry(run, "{\"item_ids\": [\"a\", 2, \"no such item\", 99]}")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(2));

        assertThat(ApiCalls.awaitEnd(run).getInt("items_failed")).isEqualTo(1);
    }

    @Test
    void triesAllAgainWhenTheBodySaysNothing() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[1]");

        retry(run, "{}").then().statusCode(202).body("accepted", equalTo(0));
        retry(run, "").then().statusCode(202);
        retry(run, "{\"item_ids\": []}").then().statusCode(202).body("accepted", equalTo(0));
    }

    @Test
    void namesEveryViolationOfARetry() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[1]");

        Response response = retry(run, "{\"item_ids\": [1, null, 1.5], \"ids\": []}");

        ApiCalls.problem(response, 400, "invalid-body")
                .body("violations.field", equalTo(List.of("item_ids[1]", "item_ids[2]", "ids")));
        ApiCalls.problem(retry(run, "{\"item_ids\": null}"), 400, "invalid-body");
        ApiCalls.problem(retry(run, "{\"item_ids\": \"a\"}"), 400, "invalid-body");
        ApiCalls.problem(retry(run, "[1]"), 400, "malformed-body");
        ApiCalls.problem(retry(run, "{\"item_ids\": [1}"), 400, "malformed-body")
                .body("line", equalTo(1));
    }

    @Test
    void triesNothingAgainInACancelledRun() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_fail"), "[1]");
        call(run, "cancel").then().statusCode(202);

        ApiCalls.problem(call(run, "retry"), 409, "run-ended").body("detail", containsString("cancelled"));
    }

    @Test
    void resizesAStageWhileItWorks() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_gate"), "[1, 2, 3, 4]");
        ApiCalls.awaitInside(2);

        change(run, "Work", "{\"workers\": 4}").then().statusCode(200).body("workers", equalTo(4));
        ApiCalls.awaitInside(4);
        change(run, "Work", "{\"workers\": 1}")
                .then()
                .statusCode(200)
                .body("workers", equalTo(1))
                .body("in_progress_items", equalTo(4));

        ApiTasks.OUTSIDE.release(4);
        call(run, "close");
        assertThat(ApiCalls.awaitEnd(run).getInt("items_processed")).isEqualTo(4);
    }

    @Test
    void holdsAStageAlone() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[]");

        change(run, "Work", "{\"paused\": true}").then().statusCode(200).body("paused", equalTo(true));
        given().contentType("application/json").body("[1]").post("/api/runs/{run}/items", run);
        change(run, "Work", "{}").then().statusCode(400);
        given().get("/api/runs/{run}", run)
                .then()
                .body("items_in_flight", equalTo(1))
                .body("status", equalTo("running"));
        change(run, "Work", "{\"paused\": false, \"workers\": 3}")
                .then()
                .statusCode(200)
                .body("paused", equalTo(false))
                .body("workers", equalTo(3));

        call(run, "close");
        assertThat(ApiCalls.awaitEnd(run).getInt("items_processed")).isEqualTo(1);
    }

    @Test
    void takesAMergePatch() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[]");

        given().contentType("application/merge-patch+json")
                .body("{\"workers\": 5}".getBytes(StandardCharsets.UTF_8))
                .patch("/api/runs/{run}/stages/Work", run)
                .then()
                .statusCode(200)
                .body("workers", equalTo(5));
        call(run, "close");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"workers\": 0} | workers",
                "{\"workers\": -1} | workers",
                "{\"workers\": 10001} | workers",
                "{\"workers\": 1.7} | workers",
                "{\"workers\": \"3\"} | workers",
                "{\"workers\": true} | workers",
                "{\"workers\": null} | workers",
                "{\"workers\": 99999999999999999999} | workers",
                "{\"paused\": 1} | paused",
                "{\"paused\": \"true\"} | paused",
                "{\"pause\": true} | pause",
                "{\"workers\": 1, \"paused\": null} | paused"
            })
    void namesTheFieldAtFault(String body, String field) {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[]");

        ApiCalls.problem(change(run, "Work", body), 400, "invalid-body")
                .body("violations.field", equalTo(List.of(field)));

        given().get("/api/runs/{run}/snapshot", run).then().body("pipeline_stats.stage_stats.Work.workers", equalTo(2));
        call(run, "close");
    }

    @Test
    void knowsNoOtherStages() {
        String run = ApiCalls.startOpen(ApiCalls.pipeline("api_echo"), "[]");

        ApiCalls.problem(change(run, "Nope", "{\"workers\": 1}"), 404, "unknown-stage")
                .body("detail", containsString("its stages are [Work]"));
        call(run, "close");
    }

    @Test
    void changesNoStageOfARunThatHasEnded() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[]");
        ApiCalls.awaitEnd(run);

        ApiCalls.problem(change(run, "Work", "{\"workers\": 1}"), 409, "run-ended");
    }

    private static Response call(String run, String control) {
        return given().noContentType().post("/api/runs/{run}/{control}", run, control);
    }

    private static Response retry(String run, String body) {
        return json(body).post("/api/runs/{run}/retry", run);
    }

    private static Response change(String run, String stage, String body) {
        return json(body).patch("/api/runs/{run}/stages/{stage}", run, stage);
    }

    private static RequestSpecification json(String body) {
        return given().contentType("application/json").body(body);
    }
}
