package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API says of an application's own beans. The packaged service has none, so this is no test of it. */
@QuarkusTest
@Timeout(60)
class ApplicationPipelinesResourceTest {

    private static final String ONE_STAGE = "{\"stages\": [{\"name\": \"A\", \"tasks\": [\"api_bean\"]}]}";
    private static final String PIPELINE = "/api/pipelines/api-of-the-application";

    @Test
    void listsTheTasksOfTheApplication() {
        given().get("/api/tasks")
                .then()
                .statusCode(200)
                .body("find { it.name == 'api_bean' }.description", equalTo("Returns what it gets."))
                .body("find { it.name == 'api_bean' }.parameters.type", equalTo("object"));
    }

    @Test
    void runsADefinitionOfThem() {
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("[{\"id\": \"a\", \"value\": 1.10}]")
                .post("/api/pipelines/{name}/runs", ApiCalls.pipelineOf(ONE_STAGE))
                .then()
                .statusCode(200)
                .body("results[0].value", equalTo(1.10f));
    }

    @Test
    void leavesThePipelinesOfTheApplicationAlone() {
        ApiCalls.problem(
                given().contentType("application/json").body(ONE_STAGE).put(PIPELINE),
                409,
                "pipeline-of-the-application");
        ApiCalls.problem(given().delete(PIPELINE), 409, "pipeline-of-the-application");
    }

    @Test
    void saysHowMuchTheyHaveToDo() {
        given().get(PIPELINE + "/scaling").then().statusCode(200).body(equalTo("""
                        {"pending":0,"in_progress":0,"workers":0,"backlog_per_worker":0.0,"oldest_pending_seconds":0.0}"""));
    }
}
