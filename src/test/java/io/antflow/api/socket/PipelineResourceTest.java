package io.antflow.api.socket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.api.ContractFilter;
import io.antflow.api.RemoteRun;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.filter.Filter;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shapes of AntFlow's guide. */
@QuarkusTest
@Timeout(60)
class PipelineResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Filter CONTRACT = new ContractFilter();
    private static final String PIPELINE = "guide-pipeline";

    @BeforeEach
    @AfterEach
    void forgetAllRuns() {
        RemoteRun.forgetAll();
    }

    @BeforeEach
    void definePipeline() {
        RemoteRun.define(PIPELINE, "{\"stages\": [{\"name\": \"Work\", \"workers\": 1, \"tasks\": [\"api_echo\"]}]}");
        RemoteRun.define(
                "guide-gate", "{\"stages\": [{\"name\": \"Work\", \"workers\": 1, \"tasks\": [\"api_gate\"]}]}");
    }

    @Test
    void saysWhenThereIsNoRun() throws Exception {
        assertThat(status()).isEqualTo(JSON.readTree("{\"status\": \"not_running\"}"));
    }

    @Test
    void startsARunAndTellsOfIt() throws Exception {
        ObjectNode answer = (ObjectNode) JSON.readTree(calls().contentType("application/json")
                .body("[{\"id\": \"a\"}, {\"id\": \"a\"}, 3]")
                .post("/api/pipeline/start?pipeline=" + PIPELINE)
                .then()
                .statusCode(200)
                .extract()
                .asString());
        String run = answer.path("run_id").asText();
        assertThat(answer.path("refused").path(0).path("reason").asText()).isEqualTo("duplicate_id");
        answer.remove("refused");
        assertThat(answer).isEqualTo(JSON.readTree("""
                {"status": "started", "total": 2, "run_id": "%s", "pipeline": "guide-pipeline", "refused_count": 1}""".formatted(run)));

        new RemoteRun(run).awaitEnd();
        assertThat(status()).isEqualTo(JSON.readTree("""
                {"status": "completed", "progress": {"processed": 2, "failed": 0, "in_flight": 0, "total": 2},
                 "stages": {"Work": {"pending": 0, "active": 0, "completed": 2, "done": 2, "failed": 0}},
                 "workers": {"Work-W0": {"stage": "Work", "status": "idle", "current_item": null}},
                 "run_id": "%s", "pipeline": "guide-pipeline"}""".formatted(run)));
    }

    @Test
    void answersAtOnceThoughTheListIsLongerThanTheQueue() throws Exception {
        calls().contentType("application/json")
                .body(new int[500])
                .post("/api/pipeline/start?pipeline=guide-gate")
                .then()
                .statusCode(200)
                .body("total", equalTo(500));

        JsonNode now = status();
        while (now.path("stages").path("Work").path("active").asInt() == 0) {
            now = status();
        }
        assertThat(now.path("status").asText()).isEqualTo("running");
        assertThat(now.path("progress")).isEqualTo(JSON.readTree("""
                {"processed": 0, "failed": 0, "in_flight": 500, "total": 500}"""));
        assertThat(now.path("workers").path("Work-W0")).isEqualTo(JSON.readTree("""
                {"stage": "Work", "status": "busy", "current_item": 0}"""));
    }

    @Test
    void takesTheNewestRunsPipelineWhereNoneIsNamed() {
        start("[]", "?pipeline=" + PIPELINE).then().statusCode(200);
        start("[1, 2]", "").then().statusCode(200).body("pipeline", equalTo(PIPELINE), "total", equalTo(2));
    }

    @Test
    void asksForThePipelineWhereThereAreSeveralAndNoRun() {
        start("[1]", "")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:antflow:problem:invalid-parameter"))
                .body("detail", containsString(PIPELINE));
        start("[1]", "?pipeline=nobody").then().statusCode(404);
    }

    @Test
    void startsNothingFromAListThatCanNotBeRead() {
        for (String broken : new String[] {"[1, 2, ", "{\"items\": []}", "", "[1] [2]", "[nan]"}) {
            start(broken, "?pipeline=" + PIPELINE)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:antflow:problem:malformed-body"));
        }
        start("[\"" + "x".repeat(1_100_000) + "\"]", "?pipeline=" + PIPELINE)
                .then()
                .statusCode(413);
        calls().contentType("text/plain")
                .body("[1]")
                .post("/api/pipeline/start")
                .then()
                .statusCode(415);
        assertThat(RemoteRun.known()).isZero();
    }

    private static io.restassured.response.Response start(String items, String query) {
        return calls().contentType("application/json").body(items).post("/api/pipeline/start" + query);
    }

    private static JsonNode status() throws Exception {
        return JSON.readTree(calls().get("/api/pipeline/status")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static RequestSpecification calls() {
        return given().filter(CONTRACT);
    }
}
