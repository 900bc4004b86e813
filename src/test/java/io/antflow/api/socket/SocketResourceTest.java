package io.antflow.api.socket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.api.LogLines;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets as they come over the wire. */
@QuarkusTest
@Timeout(60)
class SocketResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAST = "?interval=0.05";

    @Inject
    PipelineEngine engine;

    @Inject
    StreamCounts counts;

    @Inject
    StartedRuns started;

    /** Every item takes one. */
    private final Semaphore gate = new Semaphore(0);

    @BeforeEach
    @AfterEach
    void forgetAllRuns() {
        gate.release(1_000_000);
        for (Run run : engine.runs()) {
            run.cancel();
            run.whenEnded().join();
            engine.forget(run.id());
        }
        gate.drainPermits();
        await(() -> counts.open(StreamKind.SOCKETS) == 0);
    }

    /** Two stages of one worker each; an item that is {@code "bad"} fails in the second. */
    private Run gatedRun(Object... items) throws InterruptedException {
        Run run = engine.start(Pipeline.of(
                "guide",
                Stage.named("Fetch")
                        .task("fetch", (Object value, TaskContext context) -> value)
                        .workers(1)
                        .build(),
                Stage.named("Save")
                        .workers(1)
                        .taskAttempts(1, Backoff.fixed(java.time.Duration.ZERO))
                        .task("save", (Object value, TaskContext context) -> {
                            gate.acquire();
                            if (value.equals("bad")) {
                                throw new IllegalStateException("no good");
                            }
                            return value;
                        })
                        .build()));
        for (Object item : items) {
            run.feed(Item.of(item));
        }
        return run;
    }

    @Test
    void tellsOfARunFromStartToFinish() throws Exception {
        Run run = gatedRun("bad", "good");
        run.close();
        await(() -> run.snapshot().workerStates().get("Save-W0").currentTask() != null
                && run.snapshot().pipelineStats().stageStats().get("Fetch").completedItems() == 2);
        try (SocketClient client = SocketClient.connect("/ws/runs/" + run.id() + FAST)) {
            assertThat(client.text())
                    .isEqualTo(
                            "{\"type\":\"start\",\"total\":2,\"stages\":[\"Fetch\",\"Save\"],\"run_id\":\"%s\",\"pipeline\":\"guide\"}"
                                    .formatted(run.id()));
            assertThat(client.text()).isEqualTo("""
                    {"type":"update","processed":0,"failed":0,"in_flight":2,"total":2,"is_running":true,\
                    "stages":{"Fetch":{"pending":0,"active":0,"completed":2,"done":2,"failed":0},\
                    "Save":{"pending":1,"active":1,"completed":0,"done":0,"failed":0}},\
                    "workers":[{"name":"Fetch-W0","stage":"Fetch","status":"idle","current_item":null,"current_task":null},\
                    {"name":"Save-W0","stage":"Save","status":"busy","current_item":0,"current_task":"save"}],\
                    "errors":{"total":0,"by_type":{},"by_stage":{},"recent":[]}}""");
            gate.release();
            JsonNode failed = client.message("update");
            while (failed.path("failed").asInt() == 0) {
                failed = client.message("update");
            }
            ObjectNode recent =
                    (ObjectNode) failed.path("errors").path("recent").path(0);
            assertThat(recent.remove("timestamp").asDouble()).isGreaterThan(1e9);
            assertThat(failed.path("errors")).isEqualTo(JSON.readTree("""
                    {"total": 1, "by_type": {"java.lang.IllegalStateException": 1}, "by_stage": {"Save": 1},
                     "recent": [{"item_id": 0, "error": "no good", "type": "java.lang.IllegalStateException", "stage": "Save"}]}"""));
            gate.release();

            List<JsonNode> rest = client.rest();
            JsonNode last = rest.get(rest.size() - 2);
            assertThat(last.path("type").asText()).isEqualTo("update");
            assertThat(last.path("is_running").asBoolean(true)).isFalse();
            assertThat(last.path("processed").asInt()).isEqualTo(1);
            assertThat(last.path("in_flight").asInt(-1)).isZero();
            assertThat(rest.getLast()).isEqualTo(JSON.readTree("""
                    {"type": "finish", "results": 1, "failed": 1, "errors": {"java.lang.IllegalStateException": 1}}"""));
            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void tellsAllOfARunThatHasEnded() throws Exception {
        gate.release(2);
        Run run = gatedRun("bad", "good").join();
        try (SocketClient client = SocketClient.connect("/ws/runs/" + run.id())) {
            assertThat(client.rest())
                    .extracting(message -> message.path("type").asText())
                    .containsExactly("start", "update", "finish");
            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void theLastTenFailuresAreThereOldestFirst() throws Exception {
        gate.release(12);
        Run run = gatedRun((Object[])
                        new String[] {"bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad"
                        })
                .join();
        try (SocketClient client = SocketClient.connect("/ws/runs/" + run.id())) {
            assertThat(client.message("update").path("errors").path("recent").findValues("item_id"))
                    .extracting(JsonNode::asInt)
                    .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        }
    }

    @Test
    void followsTheNewestRunAndThenTheNext() throws Exception {
        try (SocketClient client = SocketClient.connect("/ws/pipeline" + FAST)) {
            await(() -> started.waiting() == 1);
            assertThat(client.silent()).isTrue();

            Run first = gatedRun("good");
            assertThat(client.message().path("run_id").asText()).isEqualTo(first.id());
            assertThat(client.message("update").path("is_running").asBoolean()).isTrue();
            gate.release();
            first.close();
            assertThat(client.message("finish").path("results").asInt()).isEqualTo(1);
            await(() -> started.waiting() == 1);
            assertThat(client.silent()).isTrue();

            Run second = gatedRun("good");
            assertThat(client.message().path("run_id").asText()).isEqualTo(second.id());
            assertThat(client.message("update").path("is_running").asBoolean()).isTrue();
        }
        await(() -> started.waiting() == 0);
    }

    @Test
    void goesOnWithANewerRunThoughTheOneBeforeStillWorksAndTheIntervalIsLong() throws Exception {
        Run first = gatedRun("good");
        try (SocketClient client = SocketClient.connect("/ws/pipeline?interval=60")) {
            assertThat(client.message().path("run_id").asText()).isEqualTo(first.id());
            assertThat(client.message().path("type").asText()).isEqualTo("update");
            Run second = gatedRun("good", "good");
            second.close();
            assertThat(client.message("start").path("run_id").asText()).isEqualTo(second.id());
            assertThat(client.message().path("type").asText()).isEqualTo("update");
            gate.release(3);
            first.join();
            assertThat(client.message("finish").path("results").asInt()).isEqualTo(2);
        }
    }

    @Test
    void goesOnWithTheNewestRunWhenItsFailedItemsAreTriedAgain() throws Exception {
        gate.release();
        Run run = gatedRun("bad").join();
        try (SocketClient client = SocketClient.connect("/ws/pipeline" + FAST)) {
            assertThat(client.message("finish").path("failed").asInt()).isEqualTo(1);
            run.retryFailed();
            assertThat(client.message().path("run_id").asText()).isEqualTo(run.id());
            assertThat(client.message().path("is_running").asBoolean()).isTrue();
        }
    }

    @Test
    void doesNotGoBackToAnOlderRun() throws Exception {
        gate.release(2);
        Run older = gatedRun("bad").join();
        Run newer = gatedRun("good").join();
        try (SocketClient client = SocketClient.connect("/ws/pipeline" + FAST)) {
            assertThat(client.message().path("run_id").asText()).isEqualTo(newer.id());
            client.message("finish");
            await(() -> started.waiting() == 1);
            older.retryFailed();
            engine.forget(newer.id());
            gate.release();
            older.whenEnded().join();
            gate.drainPermits();
            Run newest = gatedRun("good");
            assertThat(client.message().path("run_id").asText()).isEqualTo(newest.id());
        }
    }

    @Test
    void socketsOfARunShareItsSnapshots() throws Exception {
        int sockets = 20;
        int ticks = 20;
        Run run = gatedRun("good");
        List<SocketClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < sockets; i++) {
                clients.add(SocketClient.connect((i % 2 == 0 ? "/ws/pipeline" : "/ws/runs/" + run.id()) + FAST));
            }
            for (SocketClient client : clients) {
                client.message("update");
            }
            long before = run.snapshot().version();
            for (int i = 0; i < ticks; i++) {
                clients.getFirst().message("update");
            }
            // each for itself would be 400
            assertThat(run.snapshot().version() - before).isBetween(ticks / 2L, 100L);
        } finally {
            clients.forEach(SocketClient::close);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ws/runs/NO-SUCH-RUN | 404 | urn:antflow:problem:unknown-run",
                "/ws/pipeline?interval=0.001 | 400 | urn:antflow:problem:invalid-parameter",
                "/ws/pipeline?interval=often | 400 | urn:antflow:problem:invalid-parameter",
            })
    void refusesTheHandshakeWithAProblem(String path, int status, String type) {
        assertThat(SocketClient.refusal(path)).isEqualTo(status);
        ValidatableResponse answer = handshake().get(path).then().statusCode(status);
        assertThat(answer.extract().contentType()).isEqualTo("application/problem+json");
        assertThat(answer.extract().jsonPath().getString("type")).isEqualTo(type);
        assertThat(answer.extract().jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void tellsWhoIsNoWebSocketClientToBeOne() {
        for (String path : List.of("/ws/pipeline", "/ws/runs/ANY")) {
            ValidatableResponse answer = given().get(path).then().statusCode(426);
            assertThat(answer.extract().header("Upgrade")).isEqualTo("websocket");
            assertThat(answer.extract().contentType()).isEqualTo("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example",
                "http://localhost",
                "http://localhost:1",
                "null",
                "file://",
                "http://localhost.elsewhere.example",
                ""
            })
    void pagesOfOtherOriginsMayNotConnect(String origin) {
        assertThat(SocketClient.refusal("/ws/pipeline", "Origin", origin)).isEqualTo(403);
        handshake().header("Origin", origin).get("/ws/pipeline").then().statusCode(403);
    }

    @Test
    void itsOwnPagesMayConnect() throws Exception {
        gatedRun("good");
        for (String scheme : List.of("http", "https")) {
            String origin = scheme + "://localhost:" + RestAssured.port;
            try (SocketClient client = SocketClient.connect("/ws/pipeline", "Origin", origin)) {
                assertThat(client.message().path("type").asText()).isEqualTo("start");
            }
        }
    }

    @Test
    void whatClientsSendIsDropped() throws Exception {
        gatedRun("good");
        try (LogLines log = LogLines.watch();
                SocketClient client = SocketClient.connect("/ws/pipeline" + FAST)) {
            client.send("ping");
            client.send("x".repeat(16_000));
            for (int i = 0; i < 10; i++) {
                client.message("update");
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheSocket() throws Exception {
        gatedRun("good");
        try (LogLines log = LogLines.watch();
                RawSocket client = RawSocket.connect("/ws/pipeline")) {
            client.send(RawSocket.TEXT, true, new byte[20_000]);
            assertThat(client.frame(RawSocket.CLOSE).code()).isEqualTo(1009);
            client.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
            await(() -> counts.open(StreamKind.SOCKETS) == 0);
            assertThat(log.lines()).isEmpty();
        }
    }

    @RepeatedTest(10)
    void aMessageThatIsTooLongEndsTheSocketHoweverEarlyItComes() throws Exception {
        gatedRun("good");
        try (RawSocket client = RawSocket.connectWith("/ws/pipeline", RawSocket.TEXT, new byte[20_000])) {
            assertThat(client.frame(RawSocket.CLOSE).code()).isEqualTo(1009);
            client.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
            await(() -> counts.open(StreamKind.SOCKETS) == 0);
        }
    }

    @Test
    void aMessageOfManyFramesThatIsTooLongEndsTheSocket() throws Exception {
        gatedRun("good");
        try (LogLines log = LogLines.watch();
                RawSocket client = RawSocket.connect("/ws/pipeline")) {
            for (int i = 0; i < 10; i++) {
                client.send(i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION, false, new byte[3_000]);
            }
            assertThat(client.frame(RawSocket.CLOSE).code()).isEqualTo(1009);
            assertThat(log.lines()).isEmpty();
        }
        await(() -> counts.open(StreamKind.SOCKETS) == 0);
    }

    /** Nobody reads so much to say so properly. */
    @Test
    void aFrameOfAnyLengthIsNotWaitedFor() throws Exception {
        gatedRun("good");
        try (LogLines log = LogLines.watch();
                RawSocket client = RawSocket.connect("/ws/pipeline")) {
            client.announce(RawSocket.TEXT, 1L << 40);
            assertThat(client.closedByTheServer()).isTrue();
            await(() -> counts.open(StreamKind.SOCKETS) == 0);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aClientThatPingsWithoutEndIsCutOffBeforeTheAnswersPileUp() throws Exception {
        gatedRun("good");
        try (LogLines log = LogLines.watch();
                RawSocket client = RawSocket.connect("/ws/pipeline", 4096)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            client.send(RawSocket.PING, true, new byte[125]);
                        }
                    })
                    .isInstanceOf(IOException.class);
            await(() -> counts.open(StreamKind.SOCKETS) == 0);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void whatIsNoWebSocketFrameEndsTheSocket() throws Exception {
        gatedRun("good");
        try (LogLines log = LogLines.watch();
                RawSocket client = RawSocket.connect("/ws/pipeline")) {
            client.send(0xf, true, new byte[3]);
            assertThat(client.closedByTheServer()).isTrue();
            await(() -> counts.open(StreamKind.SOCKETS) == 0);
            assertThat(log.lines()).isEmpty();
        }
    }

    /** The interval is short and the updates are long, so that clients leave in the middle of them. */
    @Test
    void clientsThatLeaveLogNothing() throws Exception {
        Run run = wideRun();
        try (LogLines log = LogLines.watch()) {
            for (int i = 0; i < 40; i++) {
                try (RawSocket client = RawSocket.connect("/ws/runs/" + run.id() + FAST, 4096)) {
                    client.frame();
                }
            }
            await(() -> counts.open(StreamKind.SOCKETS) == 0);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aClientThatDoesNotReadMissesUpdatesAndGetsTheNewest() throws Exception {
        Run run = wideRun();
        long droppedBefore = counts.dropped(StreamKind.SOCKETS);
        try (RawSocket slow = RawSocket.connect("/ws/runs/" + run.id() + FAST, 4096);
                SocketClient quick = SocketClient.connect("/ws/runs/" + run.id() + FAST)) {
            int sent = 100; // 18 MB: more than the systems on both sides take for a client that does not read
            for (int i = 0; i < sent; i++) {
                quick.message("update");
            }
            run.feed(Item.of("more"));
            run.close();
            gate.release(10);
            assertThat(quick.rest().getLast().path("type").asText()).isEqualTo("finish");

            List<String> messages = new ArrayList<>();
            for (String message = slow.message(); message != null; message = slow.message()) {
                messages.add(message);
            }
            assertThat(messages).hasSizeLessThan(sent);
            assertThat(counts.dropped(StreamKind.SOCKETS)).isGreaterThan(droppedBefore);
            JsonNode last = JSON.readTree(messages.get(messages.size() - 2));
            assertThat(last.path("processed").asInt()).isEqualTo(2);
            assertThat(JSON.readTree(messages.getLast()).path("type").asText()).isEqualTo("finish");
        }
    }

    @Test
    void socketsAreInTheMetricsAndNoRunIs() throws Exception {
        Run run = gatedRun("good");
        long sent = counts.sent(StreamKind.SOCKETS);
        try (SocketClient client = SocketClient.connect("/ws/runs/" + run.id() + FAST)) {
            client.message("update");
            client.message("update");
            String page = given().get("/q/metrics").asString();
            assertThat(page).containsPattern("antflow_streams\\{[^}]*kind=\"sockets\"[^}]*} 1.0");
        }
        await(() -> counts.open(StreamKind.SOCKETS) == 0);
        SocketClient.refusal("/ws/runs/FORGOTTEN");
        assertThat(counts.sent(StreamKind.SOCKETS)).isGreaterThanOrEqualTo(sent + 2);
        assertThat(given().get("/q/metrics").asString()).doesNotContain(run.id(), "FORGOTTEN");
    }

    /** An update of it is longer than a connection takes at once. */
    private Run wideRun() throws InterruptedException {
        Run run = engine.start(Pipeline.of(
                "wide",
                Stage.named("Work")
                        .workers(2000)
                        .task("work", (Object value, TaskContext context) -> {
                            gate.acquire();
                            return value;
                        })
                        .build()));
        run.feed(Item.of("first"));
        return run;
    }

    private static io.restassured.specification.RequestSpecification handshake() {
        return given().headers(
                        "Connection", "Upgrade",
                        "Upgrade", "websocket",
                        "Sec-WebSocket-Version", "13",
                        "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
