package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class RunResultsResourceTest {

    @AfterEach
    void close() {
        ApiTasks.OUTSIDE.reset();
    }

    @Test
    void givesTheResultsOfARunInInputOrder() {
        String items = IntStream.range(0, 2000)
                .mapToObj("{\"id\": \"item-%d\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), items);
        ApiCalls.awaitEnd(run);

        List<Integer> inInputOrder =
                given().get("/api/runs/{run}/results", run).jsonPath().getList("sequence_id");
        List<Integer> inCompletionOrder = given().get("/api/runs/{run}/results?order=completion", run)
                .jsonPath()
                .getList("sequence_id");

        assertThat(inInputOrder).isEqualTo(IntStream.range(0, 2000).boxed().toList());
        assertThat(inCompletionOrder).containsExactlyInAnyOrderElementsOf(inInputOrder);
    }

    @Test
    void givesTheResultsThatThereAreOfARunThatGoesOn() {
        String run = ApiCalls.startOpen(ApiCalls.pipelineOf("""
                        {"stages": [{"name": "Work", "workers": 2, "tasks": ["api_gate"]}]}"""), "[\"a\", \"b\"]");
        ApiCalls.awaitInside(2);

        given().get("/api/runs/{run}/results", run).then().statusCode(200).body("$", hasSize(0));

        ApiTasks.OUTSIDE.release(2);
        given().post("/api/runs/{run}/close", run);
        ApiCalls.awaitEnd(run);
        given().get("/api/runs/{run}/results", run).then().body("value", equalTo(List.of("a", "b")));
    }

    @Test
    void givesFailedItemsToo() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_fail"), "[{\"id\": \"x\", \"value\": 1}]");
        ApiCalls.awaitEnd(run);

        given().get("/api/runs/{run}/results", run)
                .then()
                .statusCode(200)
                .body("[0].error.type", equalTo("io.antflow.tasks.builtin.DrillException"))
                .body("[0].error.message", equalTo("no \"luck\"\nwith \uD83D"));
    }

    @Test
    void givesTextsBackAsTheyCame() {
        String odd = "\uD83D\uDE00 \\u2028 \u00e4 \\u0000 \\ud83d";

        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[\"" + odd + "\"]");
        ApiCalls.awaitEnd(run);

        given().get("/api/runs/{run}/results", run)
                .then()
                .statusCode(200)
                .body("[0].value", equalTo("\uD83D\uDE00 \u2028 \u00e4 \u0000 \uD83D"));
    }

    @Test
    void namesTheParameterAtFault() {
        String run = ApiCalls.start(ApiCalls.pipeline("api_echo"), "[]");

        ApiCalls.problem(given().get("/api/runs/{run}/results?order=random", run), 400, "invalid-parameter")
                .body("detail", containsString("order is one of [input, completion], not 'random'"));
    }
}
