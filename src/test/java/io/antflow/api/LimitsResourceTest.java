package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(LimitsResourceTest.TightLimits.class)
@Timeout(60)
class LimitsResourceTest {

    public static final class TightLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "antflow.engine.active-runs", "2",
                    "antflow.engine.items", "5",
                    "antflow.requests.max-items", "8",
                    "antflow.requests.max-item-bytes", "1K",
                    "antflow.requests.max-stream-bytes", "20K",
                    "antflow.requests.max-wait", "0s");
        }
    }

    @Test
    void startsNoMoreRunsThanMayBeActive() {
        String pipeline = ApiCalls.pipeline("api_echo");
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            runs.add(ApiCalls.startOpen(pipeline, "[1]"));
        }

        for (int i = 0; i < 100; i++) {
            ApiCalls.problem(post(pipeline, "application/json", "[1]"), 429, "too-many-runs")
                    .header("Retry-After", notNullValue());
        }

        for (String run : runs) {
            given().post("/api/runs/{run}/close", run).then().statusCode(202);
            ApiCalls.awaitEnd(run);
        }
        post(pipeline, "application/json", "[1]").then().statusCode(201);
    }

    @Test
    void takesNoMoreItemsThanARunMayHave() {
        Response response = post(ApiCalls.pipeline("api_echo"), ApiCalls.NDJSON, "1\n2\n3\n4\n5\n6\n7\n");

        ApiCalls.problem(response, 429, "too-many-items")
                .header("Retry-After", notNullValue())
                .body("accepted", equalTo(5))
                .body("line", equalTo(6));
        assertThat(ApiCalls.awaitEnd(response.jsonPath().getString("run_id")).getInt("items_processed"))
                .isEqualTo(5);
    }

    @Test
    void takesNoMoreItemsThanARequestMaySend() {
        Response response = post(ApiCalls.pipeline("api_echo"), ApiCalls.NDJSON, "{\"id\":1}\n".repeat(20));

        ApiCalls.problem(response, 413, "body-too-large")
                .body("accepted", equalTo(1))
                .body("refused_count", equalTo(7))
                .body("line", equalTo(9))
                .body("detail", containsString("a request may send 8 items"));
    }

    @Test
    void takesNoMoreBytesThanARequestMaySend() {
        String blank = " ".repeat(900) + "\n";

        ApiCalls.problem(
                        post(ApiCalls.pipeline("api_echo"), ApiCalls.NDJSON, "1\n" + blank.repeat(40)),
                        413,
                        "body-too-large")
                .body("detail", containsString("the body is longer than 20,480 bytes"))
                .body("accepted", equalTo(1));
        ApiCalls.problem(
                        post(ApiCalls.pipeline("api_echo"), "application/json", "[1," + " ".repeat(40_000) + "2]"),
                        413,
                        "body-too-large")
                .body("accepted", equalTo(1));
    }

    @Test
    void cutsAWaitThatIsTooLong() {
        Response response = given().contentType("application/json")
                .header("Prefer", "wait=3600")
                .body("[1]")
                .post("/api/pipelines/{name}/runs?open=true", ApiCalls.pipeline("api_echo"));

        response.then().statusCode(202).header("Preference-Applied", "wait=0");
        given().post("/api/runs/{run}/close", response.jsonPath().getString("id"));
        ApiCalls.awaitEnd(response.jsonPath().getString("id"));
    }

    private static Response post(String pipeline, String type, String body) {
        return given().contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/pipelines/{name}/runs", pipeline);
    }
}
