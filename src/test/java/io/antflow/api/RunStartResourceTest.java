package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class RunStartResourceTest {

    @Test
    void startsARunWithTheItemsOfAnArray() {
        Response response = post(ApiCalls.pipeline("api_echo"), "", "application/json", "[1, {\"id\": \"a\"}, null]");

        response.then()
                .statusCode(201)
                .header("Location", endsWith("/api/runs/" + response.jsonPath().getString("id")))
                .body("total_items", equalTo(3))
                .body("accepted", equalTo(3))
                .body("refused_count", equalTo(0))
                .body("open", equalTo(false))
                .body("created_at", notNullValue());
    }

    @Test
    void startsARunWithTheItemsOfLines() {
        post(ApiCalls.pipeline("api_echo"), "", ApiCalls.NDJSON, "1\n\n{\"id\": \"a\"}\r\n\"last\"")
                .then()
                .statusCode(201)
                .body("accepted", equalTo(3));
    }

    @Test
    void answersWithTheResultsInInputOrderWhenTheClientWaits() {
        JsonPath run = ApiCalls.run(
                ApiCalls.pipeline("api_echo"),
                "[{\"id\": \"a\", \"value\": {\"n\": 1.10}, \"tag\": \"t\"}, {\"id\": 17, \"name\": \"Ada\"}, \"x\", null]");

        assertThat(run.getString("status")).isEqualTo("completed");
        assertThat(run.getList("results.id")).containsExactly("a", 17, 2, 3);
        assertThat(run.getList("results.sequence_id")).containsExactly(0, 1, 2, 3);
        assertThat(run.getMap("results[0].metadata")).isEqualTo(Map.of("tag", "t"));
        assertThat(run.getMap("results[1].value")).isEqualTo(Map.of("id", 17, "name", "Ada"));
        assertThat(run.getString("results[2].value")).isEqualTo("x");
        assertThat((Object) run.get("results[3].value")).isNull();
    }

    @Test
    void saysWhichWaitWasApplied() {
        given().contentType("application/json")
                .header("Prefer", "respond-async, wait=7")
                .body("[1]")
                .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo"))
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=7")
                .header("Location", containsString("/api/runs/"))
                .body("results", hasSize(1));
    }

    @Test
    void answersWithTheRunAsItIsWhenTheWaitIsOver() {
        Response response = given().contentType("application/json")
                .header("Prefer", "wait=0")
                .body("[1]")
                .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_gate"));
        ApiTasks.OUTSIDE.release(1);

        response.then()
                .statusCode(202)
                .header("Preference-Applied", "wait=0")
                .body("status", equalTo("running"))
                .body("results", nullValue());
        ApiCalls.awaitEnd(response.jsonPath().getString("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=soon", "wait=-1", "wait=1.5", "wait", "wait=99999999999999999999"})
    void passesOverAWaitThatIsNone(String prefer) {
        given().contentType("application/json")
                .header("Prefer", prefer)
                .body("[1]")
                .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo"))
                .then()
                .statusCode(201)
                .header("Preference-Applied", nullValue());
    }

    @Test
    void tellsFailedItemsAmongTheResults() {
        JsonPath run = ApiCalls.run(ApiCalls.pipeline("api_fail"), "[{\"id\": \"f\", \"value\": 5}]");

        assertThat(run.getString("status")).isEqualTo("completed");
        assertThat(run.getInt("items_failed")).isEqualTo(1);
        assertThat(run.getMap("results[0].error"))
                .isEqualTo(Map.of(
                        "type",
                        "io.antflow.tasks.builtin.DrillException",
                        "message",
                        "no \"luck\"\nwith \uD83D",
                        "stage",
                        "Work",
                        "attempts",
                        1));
        assertThat(run.getInt("results[0].value")).isEqualTo(5);
    }

    @Test
    void listsWhatItRefused() {
        post(ApiCalls.pipeline("api_echo"), "", ApiCalls.NDJSON, """
                        {"id": "a"}
                        {"id": "a", "value": "again"}
                        {"id": "with\\na new line"}
                        {"id": null}
                        {"id": "b"}
                        """)
                .then()
                .statusCode(201)
                .body("accepted", equalTo(2))
                .body("refused_count", equalTo(3))
                .body("refused.line", equalTo(List.of(2, 3, 4)))
                .body("refused.reason", equalTo(List.of("duplicate_id", "invalid_id", "invalid_id")))
                .body("refused[0].item_id", equalTo("a"))
                .body("refused[0].index", nullValue())
                .body("refused[1].detail", equalTo("an item's id has no control characters"));
    }

    @Test
    void saysThePlaceOfRefusedItemsInAnArray() {
        post(ApiCalls.pipeline("api_echo"), "", "application/json", "[\n{\"id\": 1},\n{\"id\": 1}]")
                .then()
                .statusCode(201)
                .body("refused[0].line", equalTo(3))
                .body("refused[0].index", equalTo(1))
                .body("refused[0].item_id", equalTo(1));
    }

    @Test
    void namesTheFirstHundredRefusedItemsAndCountsThemAll() {
        post(ApiCalls.pipeline("api_echo"), "", ApiCalls.NDJSON, "{\"id\": 1}\n".repeat(251))
                .then()
                .statusCode(201)
                .body("accepted", equalTo(1))
                .body("refused_count", equalTo(250))
                .body("refused", hasSize(100));
    }

    @Test
    void goesOnWithWhatWasAcceptedBeforeABadLine() {
        String pipeline = ApiCalls.pipeline("api_echo");

        Response response = post(pipeline, "", ApiCalls.NDJSON, "1\n2\n{\"broken\": \n4\n");

        ApiCalls.problem(response, 400, "malformed-body")
                .body("line", equalTo(3))
                .body("column", greaterThan(1))
                .body("accepted", equalTo(2))
                .body("detail", containsString("line 3"));
        JsonPath run = ApiCalls.awaitEnd(response.jsonPath().getString("run_id"));
        assertThat(run.getString("status")).isEqualTo("completed");
        assertThat(run.getInt("items_processed")).isEqualTo(2);
    }

    @Test
    void leavesAnOpenRunOpenAfterABadLine() {
        Response response = post(ApiCalls.pipeline("api_echo"), "?open=true", ApiCalls.NDJSON, "1\noops\n");

        String run = ApiCalls.problem(response, 400, "malformed-body").extract().path("run_id");
        given().get("/api/runs/{run}", run).then().body("open", equalTo(true));
        given().post("/api/runs/{run}/close", run).then().statusCode(202);
    }

    @Test
    void saysIndexAndLineOfWhatIsWrongInAnArray() {
        Response response = post(ApiCalls.pipeline("api_echo"), "", "application/json", "[1,\n2,\noops]");

        ApiCalls.problem(response, 400, "malformed-body")
                .body("line", equalTo(3))
                .body("column", equalTo(1))
                .body("index", equalTo(2))
                .body("accepted", equalTo(2))
                .body("run_id", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "application/json | {\"id\":1} | the body is no JSON array",
                "application/json | nonsense | Unrecognized token",
                "application/x-ndjson | nonsense | line 1, column 1",
                "application/x-ndjson | [1 | line 1"
            })
    void startsNoRunWhenNoItemCanBeRead(String type, String body, String detail) {
        String pipeline = ApiCalls.pipeline("api_echo");

        ApiCalls.problem(post(pipeline, "", type, body), 400, "malformed-body")
                .body("detail", containsString(detail))
                .body("accepted", equalTo(0))
                .body("run_id", nullValue());

        given().get("/api/runs?pipeline=" + pipeline).then().body("runs", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {"application/json | []", "application/x-ndjson | nothing"})
    void runsNoItemsToTheirEnd(String type, String body) {
        Response response = given().contentType(type)
                .header("Prefer", "wait=30")
                .body((body == null ? "" : body).getBytes(StandardCharsets.UTF_8))
                .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo"));

        response.then()
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("total_items", equalTo(0))
                .body("results", hasSize(0));
    }

    @Test
    void needsNoBodyForAnOpenRun() {
        Response response =
                given().noContentType().post("/api/pipelines/{name}/runs?open=true", ApiCalls.pipeline("api_echo"));

        response.then().statusCode(201).body("open", equalTo(true)).body("total_items", equalTo(0));
        given().post("/api/runs/{run}/close", response.jsonPath().getString("id"))
                .then()
                .statusCode(202);
    }

    @Test
    void saysThatTheBodyIsEmpty() {
        ApiCalls.problem(
                        given().noContentType().post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo")),
                        400,
                        "malformed-body")
                .body("detail", containsString("the body is empty"));
    }

    @Test
    void feedsTheStageThatIsNamed() {
        String pipeline = ApiCalls.pipelineOf("""
                {"stages": [{"name": "A", "tasks": ["api_fail"], "task_attempts": 1}, {"name": "B", "tasks": ["api_echo"]}]}""");

        Response response = given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("[1]")
                .post("/api/pipelines/{name}/runs?stage=B", pipeline);

        response.then().statusCode(200).body("items_processed", equalTo(1));
    }

    @Test
    void givesTheItemsTheirPriority() {
        String run = post(ApiCalls.pipeline("api_echo"), "?priority=-5", "application/json", "[{\"id\": \"x\"}]")
                .jsonPath()
                .getString("id");

        given().get("/api/runs/{run}/items/x", run).then().body("priority", equalTo(-5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority=high | 400 | invalid-parameter | priority is a whole number",
                "priority=1.5 | 400 | invalid-parameter | not '1.5'",
                "priority=99999999999 | 400 | invalid-parameter | to 2147483647",
                "open=maybe | 400 | invalid-parameter | open is true or false, not 'maybe'",
                "stage=Nope | 404 | unknown-stage | its stages are [Work]"
            })
    void namesTheParameterAtFault(String query, int status, String type, String detail) {
        Response response = post(ApiCalls.pipeline("api_echo"), "?" + query, "application/json", "[1]");

        ApiCalls.problem(response, status, type).body("detail", containsString(detail));
    }

    @Test
    void knowsNoOtherPipelines() {
        ApiCalls.problem(post("no-such-pipeline", "", "application/json", "[1]"), 404, "unknown-pipeline");
    }

    @Test
    void refusesAnItemThatIsTooLongAndGoesOnWithTheOthers() {
        String tooLong = "\"" + "x".repeat(1_100_000) + "\"";

        Response lines = post(ApiCalls.pipeline("api_echo"), "", ApiCalls.NDJSON, "1\n" + tooLong + "\n3\n");
        ApiCalls.problem(lines, 413, "body-too-large")
                .body("line", equalTo(2))
                .body("accepted", equalTo(1))
                .body("run_id", notNullValue());

        Response array = post(ApiCalls.pipeline("api_echo"), "", "application/json", "[1, " + tooLong + ", 3]");
        ApiCalls.problem(array, 413, "body-too-large").body("index", equalTo(1)).body("accepted", equalTo(1));
    }

    @Test
    void refusesAnItemThatNestsTooDeep() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        Response response = post(ApiCalls.pipeline("api_echo"), "", ApiCalls.NDJSON, "1\n" + deep + "\n");

        ApiCalls.problem(response, 400, "malformed-body")
                .body("line", equalTo(2))
                .body("accepted", equalTo(1))
                .body("detail", containsString("nesting depth (501) exceeds the maximum allowed (500"));
    }

    @Test
    void givesBackWhatNestsAsDeepAsAllowed() {
        String deep = "[".repeat(499) + "]".repeat(499);

        Response response = given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("[" + deep + "]")
                .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo"));

        assertThat(response.asString()).contains("\"value\":" + deep);
    }

    private static Response post(String pipeline, String query, String type, String body) {
        return given().contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/pipelines/" + pipeline + "/runs" + query);
    }
}
