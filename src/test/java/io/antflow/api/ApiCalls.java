package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of the API do again and again. */
final class ApiCalls {

    static final String PROBLEM = "application/problem+json";
    static final String NDJSON = "application/x-ndjson";

    static {
        RestAssured.filters(new ContractFilter());
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    private ApiCalls() {}

    /** A pipeline of one stage, named {@code Work}, with one task. */
    static String pipeline(String task) {
        return pipelineOf("""
                {"stages": [{"name": "Work", "workers": 2, "tasks": ["%s"], "task_attempts": 1}]}""".formatted(task));
    }

    static String pipelineOf(String definition) {
        String name = "api-" + COUNT.incrementAndGet();
        given().contentType("application/json")
                .body(ApiTasks.in(definition))
                .put("/api/pipelines/{name}", name)
                .then()
                .statusCode(201);
        return name;
    }

    /** Starts a run with a JSON array and returns its id. */
    static String start(String pipeline, String items) {
        return started(pipeline, items, "").getString("id");
    }

    static String startOpen(String pipeline, String items) {
        return started(pipeline, items, "?open=true").getString("id");
    }

    private static JsonPath started(String pipeline, String items, String query) {
        return given().contentType("application/json")
                .body(items)
                .post("/api/pipelines/" + pipeline + "/runs" + query)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** Starts a run, waits for its end, and returns the run with its results. */
    static JsonPath run(String pipeline, String items) {
        Response response = given().contentType("application/json")
                .header("Prefer", "wait=60")
                .body(items)
                .post("/api/pipelines/{name}/runs", pipeline);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    /** Waits until the run has ended. */
    static JsonPath awaitEnd(String run) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < deadline) {
            // A path of REST Assured is a script that it compiles: not for each look.
            Response now = given().get("/api/runs/{run}", run);
            if (now.statusCode() == 200 && !now.asString().contains("\"finished_at\":null")) {
                return now.jsonPath();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("run " + run + " does not end");
    }

    /** Waits until workers hold that many items at the gate. */
    static void awaitInside(int items) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (ApiTasks.OUTSIDE.inside() != items) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the gate holds " + ApiTasks.OUTSIDE.inside());
            }
            Thread.onSpinWait();
        }
    }

    /** The answer is a problem document of that kind. */
    static ValidatableResponse problem(Response response, int status, String type) {
        return response.then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("status", equalTo(status))
                .body("type", equalTo(type.equals("about:blank") ? type : "urn:antflow:problem:" + type))
                .body("title", not(emptyOrNullString()))
                .body("detail", not(emptyOrNullString()))
                .body("instance", nullValue())
                .body("stack", nullValue());
    }
}
