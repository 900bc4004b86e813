package io.antflow.tasks.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.antflow.api.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tasks in the service: its engine retries, interrupts and tells what they say, with the service's configuration. */
@QuarkusTest
@TestProfile(HttpTaskResourceTest.Configured.class)
@Timeout(60)
class HttpTaskResourceTest {

    private static final String SECRET = "t0p-s3cret/mounted";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** What an operator would set. */
    public static final class Configured implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path secret = Files.createTempFile("crm", ".token");
                secret.toFile().deleteOnExit();
                Files.writeString(secret, SECRET + "\n");
                return Map.of(
                        "antflow.http.allow",
                        "loopback",
                        "antflow.http.connections-per-host",
                        "1",
                        "antflow.http.credentials.crm.type",
                        "bearer",
                        "antflow.http.credentials.crm.secret-file",
                        secret.toString(),
                        "antflow.http.credentials.crm.origins",
                        "http://127.0.0.1:" + CRM.port(),
                        "antflow.http.tls-configuration-name",
                        "internal",
                        "quarkus.tls.internal.trust-store.p12.path",
                        CERTIFICATE.store().toString(),
                        "quarkus.tls.internal.trust-store.p12.password",
                        SelfSigned.PASSWORD);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Echoes the credential that it gets, in the worst way: in a failure. */
    private static final RawServer CRM;

    private static final SelfSigned CERTIFICATE;

    static {
        try {
            CERTIFICATE = SelfSigned.in(Files.createTempDirectory("certificate"));
            CRM = new RawServer((request, reply) -> reply.send(
                    400, "text/plain", "no good: " + request.headers().get("authorization")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the service logs. */
    LogLines watchLog() {
        return LogLines.watch();
    }

    private static String pipeline(String stage) {
        String name = "http-" + COUNT.incrementAndGet();
        given().contentType("application/yaml")
                .body(("stages:\n- " + stage.strip().indent(2).strip() + "\n").getBytes(StandardCharsets.UTF_8))
                .put("/api/pipelines/{name}", name)
                .then()
                .statusCode(201);
        return name;
    }

    private static JsonPath run(String pipeline, String items) {
        return given().contentType("application/json")
                .header("Prefer", "wait=50")
                .body(items)
                .post("/api/pipelines/{name}/runs", pipeline)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void theEngineRetriesWhatMayBeGoneAndHeedsRetryAfter() throws Exception {
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        Map<String, Long> busyAt = new ConcurrentHashMap<>();
        Map<String, Long> backAfter = new ConcurrentHashMap<>();
        try (RawServer server = new RawServer((request, reply) -> {
            String item = request.resource().substring(1);
            int time = asked.computeIfAbsent(item, i -> new AtomicInteger()).incrementAndGet();
            switch (item) {
                case "busy" -> {
                    if (time == 1) {
                        busyAt.put(item, System.nanoTime());
                        reply.send(429, "text/plain", "busy", "Retry-After: 1");
                    } else {
                        backAfter.put(item, System.nanoTime() - busyAt.get(item));
                        reply.json("\"at last\"");
                    }
                }
                case "reset" -> {
                    if (time < 3) {
                        reply.reset();
                    } else {
                        reply.json("\"after all\"");
                    }
                }
                case "gone" -> reply.send(404, "text/plain", "never heard of");
                default -> reply.send(503, "text/plain", "down");
            }
        })) {
            String pipeline = pipeline("""
                    name: Fetch
                    workers: 4
                    task_attempts: 3
                    task_wait_seconds: 0.01
                    tasks:
                      - task: http
                        with: {url: "%s"}""".formatted(server.url("/{.}")));
            JsonPath run = run(pipeline, "[\"busy\", \"reset\", \"gone\", \"down\"]");

            assertThat(run.getList("results.value").subList(0, 2)).containsExactly("at last", "after all");
            assertThat(asked.get("busy")).hasValue(2);
            assertThat(backAfter.get("busy")).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
            assertThat(asked.get("reset")).hasValue(3);
            assertThat(asked.get("gone")).hasValue(1);
            assertThat(asked.get("down")).hasValue(3);
            given().get("/api/runs/{run}/errors", run.getString("id"))
                    .then()
                    .body("total_failed", equalTo(2))
                    .body(
                            "errors_by_type",
                            equalTo(Map.of(
                                    UnexpectedStatusException.class.getName(), 1,
                                    RetryableStatusException.class.getName(), 1)))
                    .body(
                            "failed_items.error",
                            hasItems(
                                    "GET %s: answered 404 Said with \"never heard of\"".formatted(server.url("/gone")),
                                    "GET %s: answered 503 Said with \"down\"".formatted(server.url("/down"))));
        }
    }

    @Test
    void theTimeoutOfAnAttemptEndsTheCallAndFreesItsConnection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            if (request.resource().equals("/hang")) {
                reply.awaitClientsEnd();
                ended.countDown();
            } else {
                reply.json("1");
            }
        })) {
            String pipeline = pipeline("""
                    name: Fetch
                    task_attempts: 1
                    task_timeout_seconds: 0.3
                    tasks:
                      - task: http
                        with: {url: "%s"}""".formatted(server.url("/{.}")));
            JsonPath run = run(pipeline, "[\"hang\", \"next\"]");

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(run.getList("results.value")).containsExactly("hang", 1);
            given().get("/api/runs/{run}/errors", run.getString("id"))
                    .then()
                    .body("errors_by_type", equalTo(Map.of("io.antflow.engine.TaskTimeoutException", 1)));
        }
    }

    @Test
    void cancellingAnItemEndsItsCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            asked.countDown();
            reply.awaitClientsEnd();
            ended.countDown();
        })) {
            String pipeline = pipeline("""
                    name: Fetch
                    tasks:
                      - task: poll
                        with: {url: "%s", until: "true"}""".formatted(server.url("/{.}")));
            String run = given().contentType("application/json")
                    .body("[{\"id\": \"a\", \"value\": 1}]")
                    .post("/api/pipelines/{name}/runs", pipeline)
                    .jsonPath()
                    .getString("id");
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            given().post("/api/runs/{run}/items/a/cancel", run).then().statusCode(202);

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCredentialReachesItsServerAndNobodyElse() {
        try (LogLines log = watchLog()) {
            String pipeline = pipeline("""
                    name: Fetch
                    tasks:
                      - task: http
                        with: {url: "%s", auth: crm}""".formatted(CRM.url("/users/{.}?key=hidden")));
            JsonPath run = run(pipeline, "[1]");
            String id = run.getString("id");

            assertThat(CRM.requests.getLast().headers()).containsEntry("authorization", "Bearer " + SECRET);
            String errors = given().get("/api/runs/{run}/errors", id).asString();
            assertThat(errors)
                    .contains("/users/1?key=…: answered 400 Said with")
                    .contains("no good: Bearer ***");
            String all = errors
                    + run.prettify()
                    + log.lines()
                    + given().get("/api/runs/{run}/items/0", id).asString()
                    + given().get("/api/runs/{run}/snapshot", id).asString()
                    + given().accept("application/x-ndjson")
                            .get("/api/runs/{run}/events", id)
                            .asString()
                    + given().get("/api/pipelines/{name}", pipeline).asString();
            assertThat(all).contains("users/1").doesNotContain(SECRET).doesNotContain("s3cret");
        }
    }

    @Test
    void certificatesOfTheTlsRegistryAreTrusted() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer(CERTIFICATE.server())
                    .requestHandler(request -> request.response()
                            .putHeader("Content-Type", "application/json")
                            .end("\"" + request.version() + "\""))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            String pipeline = pipeline("""
                    name: Fetch
                    tasks:
                      - task: http
                        with: {url: "https://localhost:%d/"}""".formatted(server.actualPort()));

            assertThat(run(pipeline, "[1]").getList("results.value")).containsExactly("HTTP_2");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDefinitionIsToldWhatIsWrongWithItsParameters() {
        given().contentType("application/yaml")
                .body("""
                        stages:
                          - name: Fetch
                            tasks:
                              - task: http
                                with:
                                  url: http://10.0.0.1/{id}
                                  auth: crn
                        """.getBytes(StandardCharsets.UTF_8))
                .post("/api/pipelines/validate")
                .then()
                .statusCode(200)
                .body("violations.field", contains("stages[0].tasks[0].with.url", "stages[0].tasks[0].with.auth"))
                .body("violations.line", contains(6, 7));
    }

    @Test
    void theTasksAreListedWithTheSchemasOfTheirParameters() {
        given().get("/api/tasks")
                .then()
                .statusCode(200)
                .body("find { it.name == 'http' }.parameters.required", contains("url"))
                .body("find { it.name == 'poll' }.parameters.required", contains("url", "until"));
    }
}
