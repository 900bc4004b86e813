package io.antflow.api.caller;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.antflow.api.access.GuardedAccess;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one caller has costs the others nothing. */
@QuarkusTest
@TestProfile(TightCallers.class)
@Timeout(120)
class CallerLimitsResourceTest {

    private static final String PIPELINE = "callers";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final PipelineEngine engine;
    private final StreamCounts streams;

    CallerLimitsResourceTest(PipelineEngine engine, StreamCounts streams) {
        this.engine = engine;
        this.streams = streams;
    }

    @BeforeEach
    void define() {
        as("admin")
                .contentType("application/json")
                .body("{\"stages\": [{\"name\": \"Only\", \"tasks\": [\"log\"]}]}")
                .put("/api/pipelines/" + PIPELINE);
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Run run : engine.runs()) {
            run.cancel();
            run.awaitEnd();
            engine.forget(run.id());
        }
        awaitOpenStreams(0);
    }

    @Test
    void runsOfOneCallerLeaveRoomForTheOthers() throws Exception {
        String first = started("operator", "[]");
        started("operator", "[]");

        refused(start("operator", "[]"), "antflow.callers.active-runs");
        refused(
                as("operator")
                        .contentType("application/x-ndjson")
                        .accept("application/x-ndjson")
                        .body("1\n".getBytes(StandardCharsets.UTF_8))
                        .post("/api/pipelines/" + PIPELINE + "/runs"),
                "antflow.callers.active-runs");
        refused(
                as("operator")
                        .contentType("application/json")
                        .body("[1]")
                        .post("/api/pipeline/start?pipeline=" + PIPELINE),
                "antflow.callers.active-runs");
        started("admin", "[]");

        engine.find(first).orElseThrow().join();
        started("operator", "[]");
        refused(start("operator", "[]"), "antflow.callers.active-runs");
    }

    @Test
    void aRunWhoseResultsAreTheAnswerGivesItsPlacesBack() {
        for (int i = 0; i <= Math.max(TightCallers.RUNS, TightCallers.STREAMS); i++) {
            as("operator")
                    .contentType("application/x-ndjson")
                    .accept("application/x-ndjson")
                    .body("1\n2\n".getBytes(StandardCharsets.UTF_8))
                    .post("/api/pipelines/" + PIPELINE + "/runs")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void itemsOfOneCallerLeaveRoomForTheOthers() {
        String run = started("operator", "[1, 2, 3]");

        refused(feed("operator", run, "[4, 5, 6, 7]"), "antflow.callers.items")
                .then()
                .body("accepted", equalTo(2))
                .body("run_id", equalTo(run));
        refused(feed("admin", run, "[8]"), "antflow.callers.items");
        String others = started("admin", "[1, 2, 3]");
        feed("admin", others, "[4, 5]").then().statusCode(202);

        as("operator").post("/api/runs/" + run + "/close").then().statusCode(202);
        awaitEnd(run);
        started("operator", "[1, 2, 3, 4, 5]");
    }

    @Test
    void streamsOfOneCallerLeaveRoomForTheOthers() throws Exception {
        String path = "/api/runs/" + started("operator", "[]");
        InputStream events =
                stream("viewer", path + "/events", "text/event-stream").body();
        WebSocket socket = socket("viewer");
        awaitOpenStreams(2);

        for (String another : List.of("/snapshots", "/events", "/dashboard")) {
            refused(as("viewer").get(path + another), "antflow.callers.streams");
        }
        assertThat(handshakeRefusal("viewer")).isEqualTo(429);
        assertThat(stream("operator", path + "/results", "application/x-ndjson").statusCode())
                .isEqualTo(200);
        WebSocket others = socket("operator");

        events.close();
        awaitOpenStreams(3);
        HttpResponse<InputStream> dashboard = stream("viewer", path + "/dashboard", "text/plain");
        assertThat(dashboard.statusCode()).isEqualTo(200);
        assertThat(handshakeRefusal("viewer")).isEqualTo(429);
        socket.abort();
        awaitOpenStreams(3);
        WebSocket again = socket("viewer");
        awaitOpenStreams(4);
        refused(as("viewer").get(path + "/events"), "antflow.callers.streams");

        as("operator").post(path + "/close").then().statusCode(202);
        dashboard.body().readAllBytes();
        awaitOpenStreams(2); // the WebSockets follow the next run, too
        assertThat(stream("viewer", path + "/events", "text/event-stream")
                        .body()
                        .readAllBytes())
                .as("ended by the service")
                .isNotEmpty();
        again.abort();
        others.abort();
    }

    @Test
    void requestsOfOneCallerLeaveTimeForTheOthers() {
        Response refused = Stream.generate(() -> as("viewer").get("/api/tasks"))
                .limit(10L * TightCallers.REQUESTS)
                .filter(response -> response.statusCode() != 200)
                .findFirst()
                .orElseThrow();

        refused(refused, "antflow.callers.requests-per-second");
        as("admin").get("/api/tasks").then().statusCode(200);
        String metrics =
                as("viewer").get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics).containsPattern("antflow_caller_refusals_total\\{limit=\"requests\"\\} [1-9]");
    }

    private static RequestSpecification as(String role) {
        return given().header("Authorization", "Bearer " + GuardedAccess.key(role));
    }

    private static Response start(String role, String items) {
        return as(role).contentType("application/json")
                .body(items)
                .post("/api/pipelines/" + PIPELINE + "/runs?open=true");
    }

    private static String started(String role, String items) {
        return start(role, items).then().statusCode(201).extract().path("id");
    }

    private static Response feed(String role, String run, String items) {
        return as(role).contentType("application/json").body(items).post("/api/runs/" + run + "/items");
    }

    private static Response refused(Response response, String key) {
        response.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("type", equalTo("urn:antflow:problem:caller-limit"))
                .body("detail", containsString(key));
        return response;
    }

    private static HttpResponse<InputStream> stream(String role, String path, String accept) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                        .header("Authorization", "Bearer " + GuardedAccess.key(role))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private static WebSocket socket(String role) {
        return HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + GuardedAccess.key(role))
                .buildAsync(
                        URI.create("ws://localhost:" + RestAssured.port + "/ws/pipeline"), new WebSocket.Listener() {})
                .join();
    }

    private static int handshakeRefusal(String role) {
        try {
            throw new AssertionError("the server took " + socket(role));
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private void awaitEnd(String run) {
        try {
            engine.find(run).orElseThrow().awaitEnd();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitOpenStreams(long count) {
        while (Stream.of(StreamKind.values()).mapToLong(streams::open).sum() != count) {
            Thread.onSpinWait();
        }
    }
}
