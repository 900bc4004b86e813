package io.antflow.api.stream;

import static io.antflow.api.stream.Client.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.RemoteRun;
import io.antflow.api.StreamFigures;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose results are the answer to the request that feeds them. */
@QuarkusTest
@Timeout(60)
class RunStreamResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUNS = "/api/pipelines/streamed/runs";

    @BeforeEach
    void definePipelines() {
        RemoteRun.define("streamed", "{\"stages\":[{\"name\":\"Echo\",\"workers\":2,\"tasks\":[\"api_echo\"]}]}");
        RemoteRun.define(
                "streamed-slowly",
                "{\"stages\":[{\"name\":\"Echo\",\"workers\":1,\"tasks\":[\"api_echo\"],\"call_rate\":1,\"call_rate_period\":600}]}");
        RemoteRun.define(
                "streamed-failing",
                "{\"stages\":[{\"name\":\"Fail\",\"workers\":1,\"tasks\":[\"api_fail\"],\"task_attempts\":1}]}");
    }

    @Test
    void sendsEachResultWhileTheBodyIsStillComing() throws Exception {
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendChunk("{\"id\":\"a\",\"value\":1,\"from\":\"here\"}\n");
            client.readHead();
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo(NDJSON);
            assertThat(client.header("Location")).contains("/api/runs/");
            assertThat(client.line())
                    .isEqualTo("{\"id\":\"a\",\"value\":1,\"sequence_id\":0,\"metadata\":{\"from\":\"here\"}}");
            for (int i = 1; i < 20; i++) {
                client.sendChunk(i + "\n");
                assertThat(client.line())
                        .isEqualTo("{\"id\":%d,\"value\":%d,\"sequence_id\":%d,\"metadata\":{}}".formatted(i, i, i));
            }
            client.sendEnd();

            assertThat(client.lines()).isEmpty();
            assertThat(runOf(client).status()).isEqualTo("completed");
        }
    }

    @Test
    void takesAJsonArrayToo() {
        String lines = RestAssured.given()
                .contentType("application/json")
                .accept(NDJSON)
                .body("[1,\"two\",{\"id\":3,\"value\":null}]")
                .post(RUNS)
                .asString();

        assertThat(lines.lines())
                .containsExactlyInAnyOrder(
                        "{\"id\":0,\"value\":1,\"sequence_id\":0,\"metadata\":{}}",
                        "{\"id\":1,\"value\":\"two\",\"sequence_id\":1,\"metadata\":{}}",
                        "{\"id\":3,\"value\":null,\"sequence_id\":2,\"metadata\":{}}");
    }

    @Test
    void sendsFailedItemsWithTheirErrors() throws Exception {
        try (Client client = Client.post("/api/pipelines/streamed-failing/runs", NDJSON)) {
            client.sendChunk("1\n");
            client.sendEnd();
            client.readHead();

            JsonNode result = JSON.readTree(client.line());
            assertThat(result.path("id").asInt()).isZero();
            assertThat(result.path("error").path("type").asText()).isEqualTo("io.antflow.tasks.builtin.DrillException");
            assertThat(result.path("error").path("stage").asText()).isEqualTo("Fail");
            assertThat(result.path("error").path("attempts").asInt()).isOne();
            assertThat(client.lines()).isEmpty();
        }
    }

    @Test
    void tellsLastWhichLineCouldNotBeRead() throws Exception {
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendChunk("1\n2\noops\n4\n");
            client.readHead();
            List<String> lines = client.lines();

            assertThat(lines).hasSize(3);
            JsonNode error = JSON.readTree(lines.getLast());
            assertThat(error.path("event").asText()).isEqualTo("error");
            assertThat(error.path("type").asText()).isEqualTo("urn:antflow:problem:malformed-body");
            assertThat(error.path("line").asInt()).isEqualTo(3);
            assertThat(error.path("accepted").asInt()).isEqualTo(2);
            assertThat(error.path("run_id").asText()).isEqualTo(runOf(client).id());
            assertThat(runOf(client).status()).isEqualTo("completed");
            assertThat(runOf(client).processed()).isEqualTo(2);
        }
    }

    @Test
    void endsTheConnectionOfAClientThatSendsOnAfterABadLine() throws Exception {
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendChunk("1\noops\n");
            client.readHead();
            client.lines();
            client.sendChunk("2\n");

            assertThat(client.closedWithin(20_000)).isTrue();
        }
    }

    @Test
    void tellsLastWhatWasRefused() throws Exception {
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendChunk("{\"id\":\"a\"}\n{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
            client.sendEnd();
            client.readHead();
            List<String> lines = client.lines();

            assertThat(lines).hasSize(3);
            JsonNode refused = JSON.readTree(lines.getLast());
            assertThat(refused.path("event").asText()).isEqualTo("refused");
            assertThat(refused.path("accepted").asInt()).isEqualTo(2);
            assertThat(refused.path("refused_count").asInt()).isEqualTo(1);
            assertThat(refused.path("refused").path(0).path("line").asInt()).isEqualTo(2);
        }
    }

    @Test
    void cancelsTheRunOfAClientThatGoesAwayInMidBody() throws Exception {
        RemoteRun run;
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendChunk("1\n");
            client.readHead();
            run = runOf(client);
        }
        await(run::ended);
        assertThat(run.status()).isEqualTo("cancelled");
        assertThat(run.processed()).isEqualTo(1);
    }

    @Test
    void cancelsTheRunOfAClientThatGoesAwayAfterTheBody() throws Exception {
        long open = StreamFigures.open(StreamKind.RESULTS);
        RemoteRun run;
        try (Client client = Client.post("/api/pipelines/streamed-slowly/runs", NDJSON)) {
            client.sendChunk("1\n2\n3\n4\n");
            client.sendEnd();
            client.readHead();
            client.line();
            run = runOf(client);
            assertThat(StreamFigures.open(StreamKind.RESULTS)).isEqualTo(open + 1);
        }
        await(() -> run.status().equals("cancelled") && StreamFigures.open(StreamKind.RESULTS) == open);
    }

    @Test
    void tellsThatTheRunWasCancelledWhileTheBodyWasComing() throws Exception {
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendChunk("1\n");
            client.readHead();
            client.line();
            runOf(client).cancel();

            assertThat(client.lines()).singleElement().asString().contains("\"event\":\"error\"", "run-closed");
            assertThat(client.closedWithin(20_000)).isTrue();
        }
    }

    @Test
    void leavesTheRunOpenWhereThatIsAskedFor() throws Exception {
        try (Client client = Client.post(RUNS + "?open=true", NDJSON)) {
            client.sendChunk("1\n");
            client.sendEnd();
            client.readHead();
            client.line();
            RemoteRun run = runOf(client);
            assertThat(run.open()).isTrue();

            RestAssured.given()
                    .contentType("application/json")
                    .body("[\"more\"]")
                    .post("/api/runs/" + run.id() + "/items")
                    .then()
                    .statusCode(202);
            assertThat(client.line()).contains("\"more\"");
            run.close();
            assertThat(client.lines()).isEmpty();
        }
    }

    @Test
    void answersWithAProblemWhereThereIsNoRunYet() throws Exception {
        int before = RemoteRun.known();
        long open = StreamFigures.open(StreamKind.RESULTS);
        assertProblem("/api/pipelines/nobody/runs", "1\n", 404, "unknown-pipeline");
        assertProblem(RUNS + "?stage=Elsewhere", "1\n", 404, "unknown-stage");
        assertProblem(RUNS + "?priority=high", "1\n", 400, "invalid-parameter");
        assertProblem(RUNS + "?open=maybe", "1\n", 400, "invalid-parameter");
        assertProblem(RUNS, "oops\n1\n", 400, "malformed-body");
        assertThat(RemoteRun.known()).isEqualTo(before);
        assertThat(StreamFigures.open(StreamKind.RESULTS)).isEqualTo(open);
    }

    @Test
    void endsAtOnceWhereThereAreNoItems() throws Exception {
        try (Client client = Client.post(RUNS, NDJSON)) {
            client.sendEnd();
            client.readHead();

            assertThat(client.status()).isEqualTo(200);
            assertThat(client.lines()).isEmpty();
        }
    }

    private static void assertProblem(String path, String body, int status, String type) throws IOException {
        try (Client client = Client.post(path, NDJSON)) {
            client.sendChunk(body);
            client.sendEnd();
            client.readHead();
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(client.body()).contains("urn:antflow:problem:" + type);
        }
    }

    private static RemoteRun runOf(Client client) {
        String location = String.valueOf(client.header("Location"));
        return new RemoteRun(location.substring(location.lastIndexOf('/') + 1));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
