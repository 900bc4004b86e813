package io.antflow.api.socket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.LogLines;
import io.antflow.api.TightLimits;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few streams, short silences, and pages of another origin. */
@QuarkusTest
@TestProfile(TightLimits.class)
@Timeout(60)
class SocketLimitsResourceTest {

    @Inject
    PipelineEngine engine;

    @Inject
    StreamCounts counts;

    private final List<SocketClient> clients = new ArrayList<>();
    private Run run;

    @BeforeEach
    void startRun() {
        await(() -> counts.open(StreamKind.SNAPSHOTS) + counts.open(StreamKind.SOCKETS) == 0);
        run = engine.start(Pipeline.of(
                "limits",
                Stage.named("Work")
                        .task("work", (Object value, TaskContext context) -> value)
                        .build()));
    }

    @AfterEach
    void end() {
        clients.forEach(SocketClient::close);
        run.cancel();
        await(() -> counts.open(StreamKind.SOCKETS) == 0);
    }

    @Test
    void refusesOneSocketMoreThanThereMayBeStreams() throws Exception {
        try (LogLines log = LogLines.watch()) {
            for (int i = 0; i < TightLimits.STREAMS; i++) {
                clients.add(SocketClient.connect("/ws/pipeline"));
            }
            await(() -> counts.open(StreamKind.SOCKETS) == TightLimits.STREAMS);

            assertThat(SocketClient.refusal("/ws/pipeline")).isEqualTo(503);
            Response refused = given().headers(
                            "Connection", "Upgrade",
                            "Upgrade", "websocket",
                            "Sec-WebSocket-Version", "13",
                            "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .get("/ws/runs/" + run.id());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).matches("\\d+");
            assertThat(refused.contentType()).isEqualTo("application/problem+json");
            assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:antflow:problem:too-many-streams");
            given().get("/api/snapshots").then().statusCode(503);
            assertThat(log.lines()).as("whoever is refused can't fill the log").isEmpty();

            clients.removeFirst().close();
            await(() -> counts.open(StreamKind.SOCKETS) == TightLimits.STREAMS - 1);
            clients.add(SocketClient.connect("/ws/pipeline"));
            assertThat(clients.getLast().message().path("type").asText()).isEqualTo("start");
        }
    }

    @Test
    void cutsTheConnectionToAClientThatNoLongerAnswers() throws Exception {
        try (LogLines log = LogLines.watch();
                RawSocket dead = RawSocket.connect("/ws/runs/" + run.id() + "?interval=60");
                RawSocket stalled = RawSocket.connect("/ws/runs/" + run.id() + "?interval=0.05", 4096);
                SocketClient alive = SocketClient.connect("/ws/runs/" + run.id() + "?interval=0.05")) {
            dead.frame(RawSocket.PING);
            dead.send(RawSocket.PONG, true, "no answer to it".getBytes(StandardCharsets.US_ASCII));
            assertThat(dead.closedByTheServer()).isTrue();
            await(() -> counts.open(StreamKind.SOCKETS) == 1);
            assertThat(stalled.closedByTheServer()).isTrue();
            for (int i = 0; i < 20; i++) {
                alive.message("update");
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void keepsAClientThatAnswersHoweverSilentTheRunIs() throws Exception {
        try (RawSocket client = RawSocket.connect("/ws/runs/" + run.id() + "?interval=60")) {
            for (int i = 0; i < 10; i++) {
                client.send(RawSocket.PONG, true, client.frame(RawSocket.PING).payload());
            }
            assertThat(counts.open(StreamKind.SOCKETS)).isOne();
        }
    }

    @Test
    void pagesOfConfiguredOriginsMayConnect() throws Exception {
        try (SocketClient client = SocketClient.connect("/ws/pipeline", "Origin", TightLimits.ALLOWED_ORIGIN)) {
            assertThat(client.message().path("type").asText()).isEqualTo("start");
        }
        try (SocketClient client =
                SocketClient.connect("/ws/pipeline", "Origin", "http://localhost:" + RestAssured.port)) {
            assertThat(client.message().path("type").asText()).isEqualTo("start");
        }
        for (String other : List.of("https://elsewhere.example", "http://pages.example", "null")) {
            assertThat(SocketClient.refusal("/ws/pipeline", "Origin", other)).isEqualTo(403);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
