package io.antflow.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.antflow.api.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(GuardedAccess.class)
@Timeout(60)
class SessionResourceTest {

    private static final String COOKIE = "antflow_session";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static RequestSpecification with(String role) {
        return given().header("Authorization", "Bearer " + GuardedAccess.key(role));
    }

    private static RequestSpecification signedIn(String role) {
        return given().cookie(COOKIE, with(role).post("/api/session").cookie(COOKIE));
    }

    @Test
    void aBrowserGetsACookieThatNoScriptReadsAndNoOtherSiteUses() {
        Response answer = with("operator").post("/api/session");

        answer.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("name", equalTo("some-operator"))
                .body("roles", contains("viewer", "operator"));
        assertThat(answer.header("Set-Cookie"))
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict")
                .contains("Path=/")
                .containsPattern("(?i)Max-Age=4\\d{4}")
                .doesNotContainIgnoringCase("Secure");
        assertThat(answer.asString()).doesNotContain(answer.cookie(COOKIE));
    }

    @Test
    void aSessionMayWhatTheKeyMay() {
        signedIn("operator").get("/api/runs").then().statusCode(200);
        signedIn("operator").post("/api/runs/NONE/pause").then().statusCode(404);
        signedIn("operator").delete("/api/pipelines/none").then().statusCode(403);
        signedIn("viewer").get("/api/session").then().body("roles", contains("viewer"));
    }

    @Test
    void aKeyThatIsShownGoesBeforeTheCookie() {
        signedIn("viewer")
                .header("X-API-Key", GuardedAccess.key("admin"))
                .get("/api/session")
                .then()
                .body("name", equalTo("some-admin"))
                .body("expires_at", nullValue());
    }

    @Test
    void signingOutEndsIt() {
        String token = with("viewer").post("/api/session").cookie(COOKIE);

        Response out = given().cookie(COOKIE, token).delete("/api/session");

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).containsIgnoringCase("Max-Age=0");
        given().cookie(COOKIE, token).get("/api/runs").then().statusCode(401);
    }

    @Test
    void aSessionDoesNotMakeALongerOne() {
        Response first = with("viewer").post("/api/session");
        Response second = given().cookie(COOKIE, first.cookie(COOKIE)).post("/api/session");

        assertThat(second.jsonPath().getLong("expires_at"))
                .isLessThanOrEqualTo(first.jsonPath().getLong("expires_at"));
    }

    @Test
    void anUnknownCookieIsAsNone() {
        given().cookie(COOKIE, "antflow").get("/api/runs").then().statusCode(401);
        given().cookie(COOKIE, "antflow").get("/").then().statusCode(200);
    }

    @Test
    void streamsAndSocketsEndWithTheSession() throws Exception {
        String token = with("viewer").post("/api/session").cookie(COOKIE);
        String address = "localhost:" + RestAssured.port;
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        CLIENT.newWebSocketBuilder()
                .header("Cookie", COOKIE + "=" + token)
                .buildAsync(URI.create("ws://" + address + "/ws/pipeline"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        closed.complete(code);
                        return null;
                    }
                })
                .join();
        HttpResponse<Stream<String>> stream = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/api/snapshots"))
                        .header("Cookie", COOKIE + "=" + token)
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);

        given().cookie(COOKIE, token).delete("/api/session").then().statusCode(204);

        assertThat(stream.body()).contains("event: bye");
        assertThat(closed.get()).isEqualTo(1008);
    }

    @Test
    void keysAndSessionsAreInNoLog() {
        try (LogLines log = LogLines.watch()) {
            String token = with("admin").post("/api/session").cookie(COOKIE);
            given().cookie(COOKIE, token).get("/api/runs").then().statusCode(200);
            String wrong = with("stranger").get("/api/runs").asString();

            assertThat(wrong).doesNotContain(GuardedAccess.key("stranger"));
            assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain("antflow_", token));
        }
    }
}
