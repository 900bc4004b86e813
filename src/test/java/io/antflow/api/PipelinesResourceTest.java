package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(60)
class PipelinesResourceTest {

    private static final String ONE_STAGE = "{\"stages\": [{\"name\": \"A\", \"workers\": 3, \"tasks\": [\"log\"]}]}";

    @Test
    void listsTheTasksWithTheirParameters() {
        given().get("/api/tasks")
                .then()
                .statusCode(200)
                .body("name", hasItems("delay", "fail"))
                .body(
                        "find { it.name == 'delay' }.description",
                        equalTo("Waits, and goes on with the same value. Its worker waits, too."))
                .body("find { it.name == 'delay' }.parameters.type", equalTo("object"));
    }

    @Test
    void createsReplacesAndDeletesAPipeline() {
        put("crud", ONE_STAGE)
                .then()
                .statusCode(201)
                .header("Location", endsWith("/api/pipelines/crud"))
                .body("name", equalTo("crud"))
                .body("stages[0].workers", equalTo(3));
        put("crud", ONE_STAGE.replace("3", "4")).then().statusCode(200).body("stages[0].workers", equalTo(4));
        given().get("/api/pipelines/crud").then().statusCode(200).body("stages[0].workers", equalTo(4));
        given().get("/api/pipelines").then().statusCode(200).body("name", hasItem("crud"));

        given().accept("application/problem+json")
                .delete("/api/pipelines/crud")
                .then()
                .statusCode(204);

        ApiCalls.problem(given().get("/api/pipelines/crud"), 404, "unknown-pipeline");
        ApiCalls.problem(given().delete("/api/pipelines/crud"), 404, "unknown-pipeline");
    }

    @Test
    void takesANameWithBlanks() {
        put("my%20pipeline", ONE_STAGE).then().statusCode(201).body("name", equalTo("my pipeline"));
        given().get("/api/pipelines/{name}", "my pipeline").then().statusCode(200);
    }

    @Test
    void namesEveryViolationAtOnce() {
        Response response = put("bad", """
                {"stages": [
                  {"name": "A", "workers": 0, "tasks": ["no_such_task"], "wrokers": 1, "task_attempts": 0},
                  {"name": "A", "workers": 1.7, "tasks": []},
                  {"name": "C", "workers": "3", "tasks": ["log"]}
                ]}""");

        ApiCalls.problem(response, 400, "invalid-body");
        assertThat(response.jsonPath().getList("violations.field", String.class))
                .contains(
                        "stages[0].workers",
                        "stages[0].tasks[0]",
                        "stages[0].wrokers",
                        "stages[0].task_attempts",
                        "stages[1].name",
                        "stages[1].workers",
                        "stages[1].tasks",
                        "stages[2].workers");
        assertThat(response.jsonPath().getList("violations.message", String.class))
                .doesNotContainNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"stages\": | line 1, column 11",
                "{\"stages\": [}] | line 1, column 13",
                "{'stages': []} | line 1, column 2",
                "{\"a\":1,\"a\":2} | field 'a' is there twice, first at line 1, column 2",
                "{} {} | there is more after the first value",
                "[] | a definition is an object with 'stages', not a list",
                "null | a definition is an object with 'stages', not null",
                "3 | a definition is an object with 'stages', not a plain value",
                "nonsense | line 1, column 1: Unrecognized token 'nonsense'"
            })
    void namesThePlaceOfWhatIsNoJsonObject(String body, String where) {
        ApiCalls.problem(put("bad", body), 400, "malformed-body").body("detail", containsString(where));
    }

    @Test
    void saysLineAndColumn() {
        ApiCalls.problem(put("bad", "{\n  \"stages\": oops\n}"), 400, "malformed-body")
                .body("line", equalTo(2))
                .body("column", equalTo(13));
    }

    @Test
    void saysThatTheBodyIsEmpty() {
        ApiCalls.problem(given().contentType("application/json").put("/api/pipelines/bad"), 400, "malformed-body")
                .body("detail", equalTo("the document is empty"));
    }

    @Test
    void refusesADefinitionThatIsTooLong() {
        ApiCalls.problem(put("bad", "{\"name\": \"" + "x".repeat(1_100_000) + "\"}"), 413, "body-too-large")
                .body("detail", equalTo("the body is longer than 1,048,576 bytes"));
    }

    @Test
    void refusesADefinitionThatNestsTooDeep() {
        String deep = "{\"stages\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        ApiCalls.problem(put("bad", deep), 400, "malformed-body")
                .body("detail", equalTo("line 1, column 510: it nests deeper than 500"));
    }

    @Test
    void deletesNoPipelineThatIsAtWork() {
        String pipeline = ApiCalls.pipeline("api_echo");
        String run = ApiCalls.startOpen(pipeline, "[1]");

        ApiCalls.problem(given().delete("/api/pipelines/{name}", pipeline), 409, "pipeline-in-use")
                .body("detail", containsString(run));

        given().post("/api/runs/{run}/close", run).then().statusCode(202);
        ApiCalls.awaitEnd(run);
        given().delete("/api/pipelines/{name}", pipeline).then().statusCode(204);
    }

    private static Response put(String name, String body) {
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .put("/api/pipelines/" + name);
    }
}
