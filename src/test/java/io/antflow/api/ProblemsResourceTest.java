package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class ProblemsResourceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/nope", "/api", "/api/nope", "/api/runs/x/y/z", "/api/pipelines/x/y", "/API/runs", "/%2e%2e/etc"
            })
    void knowsNoOtherPaths(String path) {
        ApiCalls.problem(given().urlEncodingEnabled(false).get(path), 404, "about:blank")
                .body("detail", containsString("/q/openapi"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/runs | GET, HEAD, OPTIONS",
                "PATCH | /api/tasks | GET, HEAD, OPTIONS",
                "POST | /api/pipelines/x | DELETE, GET, HEAD, OPTIONS, PUT",
                "PUT | /api/pipelines/x/runs | OPTIONS, POST",
                "DELETE | /api/runs/x/results | GET, HEAD, OPTIONS",
                "GET | /api/runs/x/cancel | OPTIONS, POST",
                "PUT | /api/runs/x/items | GET, HEAD, OPTIONS, POST",
                "POST | /api/runs/x/stages/y | OPTIONS, PATCH",
                "BREW | /api/runs/x | DELETE, GET, HEAD, OPTIONS"
            })
    void namesTheMethodsThatAPathKnows(String method, String path, String allowed) {
        ApiCalls.problem(given().request(method, path), 405, "about:blank").header("Allow", equalTo(allowed));
    }

    @Test
    void answersOptions() {
        given().options("/api/runs").then().statusCode(200).header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "nonsense"})
    void saysThatItHasNoSuchMediaType(String accept) {
        ApiCalls.problem(given().header("Accept", accept).get("/api/runs"), 406, "about:blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "nonsense", "a/b/c"})
    void startsNoRunWhoseAnswerNobodyWouldTake(String accept) {
        String pipeline = ApiCalls.pipeline("api_echo");

        ApiCalls.problem(
                given().header("Accept", accept)
                        .contentType("application/json")
                        .body("[1]")
                        .post("/api/pipelines/{name}/runs", pipeline),
                406,
                "about:blank");

        given().get("/api/runs?pipeline=" + pipeline).then().body("runs", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "nonsense", "a/b/c"})
    void takesNoOtherMediaType(String type) {
        ApiCalls.problem(
                given().header("Content-Type", type)
                        .body(new byte[] {'[', ']'})
                        .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo")),
                415,
                "about:blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/json;charset=UTF-8", "APPLICATION/JSON"})
    void takesAMediaTypeHoweverItIsWritten(String type) {
        given().header("Content-Type", type)
                .body(new byte[] {'[', ']'})
                .post("/api/pipelines/{name}/runs", ApiCalls.pipeline("api_echo"))
                .then()
                .statusCode(201);
    }
}
