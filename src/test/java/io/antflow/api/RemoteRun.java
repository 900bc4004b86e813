package io.antflow.api;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;

/** A run as a client has it in its hands: over HTTP, whatever process the service is. */
public record RemoteRun(String id) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Defines the pipeline, or replaces it. */
    public static void define(String pipeline, String definition) {
        Response answer = given().contentType("application/json")
                .body(ApiTasks.in(definition))
                .put("/api/pipelines/{pipeline}", pipeline);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.asString());
        }
    }

    /** Starts a run that stays open. */
    public static RemoteRun start(String pipeline) {
        return new RemoteRun(given().contentType("application/json")
                .body("[]")
                .post("/api/pipelines/{pipeline}/runs?open=true", pipeline)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** How many runs the service knows. */
    public static int known() {
        return given().get("/api/runs?limit=1000").jsonPath().getList("runs").size();
    }

    /** Cancels all runs that the service knows, lets go what the gate holds of them, and has them forgotten. */
    public static void forgetAll() {
        List<RemoteRun> all = given().get("/api/runs?limit=1000").jsonPath().getList("runs.id", String.class).stream()
                .map(RemoteRun::new)
                .toList();
        all.forEach(RemoteRun::cancel);
        ApiTasks.OUTSIDE.release(1_000_000);
        all.forEach(run -> run.awaitEnd().forget());
        ApiTasks.OUTSIDE.reset();
    }

    /** Items, as a JSON array, and nothing of them refused. */
    public RemoteRun feed(String items) {
        JsonNode answer = json(given().contentType("application/json")
                .body(items)
                .post("/api/runs/{run}/items", id)
                .then()
                .statusCode(202));
        if (answer.path("refused_count").asInt() != 0) {
            throw new AssertionError(answer.toString());
        }
        return this;
    }

    /** Takes no more items. */
    public RemoteRun close() {
        return control("close");
    }

    /** Lets no more items into work. */
    public RemoteRun pause() {
        return control("pause");
    }

    /** Ends it, unless it has ended. */
    public RemoteRun cancel() {
        given().noContentType().post("/api/runs/{run}/cancel", id);
        return this;
    }

    private RemoteRun control(String control) {
        given().noContentType()
                .post("/api/runs/{run}/{control}", id, control)
                .then()
                .statusCode(202);
        return this;
    }

    /** Takes no more items, and waits until all have ended. */
    public RemoteRun join() {
        return close().awaitEnd();
    }

    /** Waits until all its items have ended, and there come no more. */
    public RemoteRun awaitEnd() {
        ApiCalls.awaitEnd(id);
        return this;
    }

    /** The service knows it no more. */
    public void forget() {
        given().accept("application/problem+json")
                .delete("/api/runs/{run}", id)
                .then()
                .statusCode(204);
    }

    /** Puts its failed items back into work. */
    public void retryFailed() {
        control("retry");
    }

    /** Its state now. */
    public JsonNode snapshot() {
        return json(given().get("/api/runs/{run}/snapshot", id).then().statusCode(200));
    }

    /** Whether all its items have ended, and there come no more. */
    public boolean ended() {
        return !now().path("finished_at").isNull();
    }

    /** Its status, as the API says it. */
    public String status() {
        return now().path("status").asText();
    }

    /** Whether it takes more items. */
    public boolean open() {
        return now().path("open").asBoolean();
    }

    /** How many items have reached the end of the pipeline. */
    public int processed() {
        return now().path("items_processed").asInt();
    }

    private JsonNode now() {
        return json(given().get("/api/runs/{run}", id).then().statusCode(200));
    }

    /** Not by a path of REST Assured, which compiles a script each time: tests ask again and again. */
    private static JsonNode json(ValidatableResponse answer) {
        try {
            return JSON.readTree(answer.extract().asString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
