package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class ScalingResourceTest {

    private static final String IDLE = """
            {"pending":0,"in_progress":0,"workers":0,"backlog_per_worker":0.0,"oldest_pending_seconds":0.0}""";

    @Test
    void sumsUpTheActiveRunsOfThePipeline() {
        String pipeline = ApiCalls.pipeline("api_gate");
        String other = ApiCalls.pipeline("api_gate");
        String first = ApiCalls.startOpen(pipeline, items("a", "b", "c", "d", "e"));
        String second = ApiCalls.startOpen(pipeline, items("f", "g", "h", "i"));
        String others = ApiCalls.startOpen(other, items("j", "k", "l"));
        ApiCalls.awaitInside(6);

        scaling(pipeline)
                .body("pending", equalTo(5))
                .body("in_progress", equalTo(4))
                .body("workers", equalTo(4))
                .body("backlog_per_worker", equalTo(1.25f))
                .body("oldest_pending_seconds", greaterThan(0f));

        given().post("/api/runs/{run}/pause", first).then().statusCode(202);
        scaling(pipeline).body("pending", equalTo(5)).body("backlog_per_worker", equalTo(1.25f));

        for (String run : new String[] {first, second, others}) {
            given().post("/api/runs/{run}/cancel", run).then().statusCode(202);
        }
        ApiTasks.OUTSIDE.release(6);
        ApiCalls.awaitEnd(first);
        ApiCalls.awaitEnd(second);
        ApiCalls.awaitEnd(others);
        scaling(pipeline).body(equalTo(IDLE));
    }

    @Test
    void isAllZeroesOfAPipelineThatNeverRan() {
        scaling(ApiCalls.pipeline("api_echo")).body(equalTo(IDLE));
    }

    @Test
    void saysThatThereIsNoSuchPipeline() {
        ApiCalls.problem(given().get("/api/pipelines/{name}/scaling", "no such"), 404, "unknown-pipeline");
    }

    private static String items(String... ids) {
        return Stream.of(ids).map("{\"id\": \"%s\"}"::formatted).collect(Collectors.joining(",", "[", "]"));
    }

    private static ValidatableResponse scaling(String pipeline) {
        return given().get("/api/pipelines/{name}/scaling", pipeline).then().statusCode(200);
    }
}
