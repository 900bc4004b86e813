package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.http.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Crowds that mean ill: the service answers others meanwhile, with 512 MiB of heap, and has forgotten them afterwards. {@code
 * -Dantflow.abuse.connections} makes them larger.
 */
@Timeout(600)
class AbuseIT {

    private static final int CROWD = Integer.getInteger("antflow.abuse.connections", 1000);
    private static final String FEED = """
            POST /api/pipelines/neighbour/runs HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/x-ndjson\r
            Transfer-Encoding: chunked\r
            \r
            """;

    private static Service service;

    private Neighbour neighbour;
    private Crowd crowd;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        service = Service.start(
                directory.resolve("data"),
                "antflow.connections.max=" + (CROWD * 2 + 100),
                "antflow.streams.max=" + CROWD,
                "antflow.requests.max-wait=20s");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        assertThat(service.complaints()).isEmpty();
    }

    @BeforeEach
    void meet() throws Exception {
        neighbour = Neighbour.of(service);
        crowd = new Crowd(service.port());
        neighbour.awaitAnswers(3);
    }

    @AfterEach
    void everybodyElseWasServedAndNothingIsLeft(TestInfo attack) throws Exception {
        neighbour.awaitAnswers(10);
        crowd.close();
        neighbour.awaitAnswers(10);
        neighbour.close();
        awaitQuiet();
        assertThat(neighbour.disappointments()).isEmpty();
        assertThat(service.residentMebibytes()).isLessThan(1200);
        Files.writeString(
                Path.of("target", "abuse.txt"),
                "%s, %d connections: %d MiB, slowest answer to another client %d ms%n"
                        .formatted(
                                attack.getDisplayName(), CROWD, service.residentMebibytes(), neighbour.slowestMillis()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Those that left are noticed a little later. */
    private void awaitQuiet() throws Exception {
        while (Metrics.of(service).value("antflow_streams") > 0) {
            Thread.sleep(100);
        }
        assertThat(service.curl("/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    void headersThatComeAByteAtATime() throws Exception {
        crowd.grow(CROWD);
        crowd.send("GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nX: ");
        for (int i = 0; i < 20; i++) {
            crowd.send("x");
            neighbour.awaitAnswers(1);
        }
    }

    @Test
    void headersAsLongAsTheyMayBeAndWithoutAnEnd() throws Exception {
        crowd.grow(CROWD);
        crowd.send("GET /api/tasks HTTP/1.1\r\nHost: localhost\r\n" + "X: " + "x".repeat(15_000));
        neighbour.awaitAnswers(10);
    }

    @Test
    void tooManyAndTooLongHeaders() throws Exception {
        crowd.grow(CROWD / 2); // three thousand headers of a letter each take 300 kB of heap before they are too many
        crowd.send("GET /api/tasks HTTP/1.1\r\nHost: localhost\r\n" + "X: 1\r\n".repeat(10_000));
        neighbour.awaitAnswers(10);
    }

    @Test
    void bodiesThatComeAByteAtATime() throws Exception {
        crowd.grow(CROWD);
        crowd.send(FEED);
        for (int i = 0; i < 20; i++) {
            crowd.send("1\r\n1\r\n");
            neighbour.awaitAnswers(1);
        }
    }

    @Test
    void requestsAheadOfTheirAnswers() throws Exception {
        crowd.grow(Math.min(CROWD, 200));
        crowd.send("GET /api/schema/pipeline.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5_000));
        neighbour.awaitAnswers(10);
    }

    @Test
    void streamsThatNobodyReads() throws Exception {
        crowd.grow(CROWD);
        crowd.send("GET /api/snapshots?interval=0.05 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        neighbour.awaitAnswers(30);
    }

    @Test
    void webSocketsThatSendWithoutEnd() throws Exception {
        crowd.grow(CROWD);
        crowd.send("GET /ws/pipeline HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        neighbour.awaitAnswers(5);
        String message = "\u0081\u00fe\u0010\u0000\0\0\0\0" + "x".repeat(0x1000);
        for (int i = 0; i < 20; i++) {
            crowd.send(message);
        }
        neighbour.awaitAnswers(10);
    }

    @Test
    void connectionsThatComeAndGo() throws Exception {
        for (int i = 0; i < 10; i++) {
            crowd.grow(CROWD / 10);
            crowd.send("GET /api/schema/pipeline.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5));
            crowd.close();
        }
        neighbour.awaitAnswers(10);
    }

    @Test
    void bombsInJson() throws Exception {
        List<String> bombs = List.of(
                "[".repeat(900_000),
                "{\"a\":".repeat(150_000),
                "[1e1000000000,1e-1000000000,-1e1000000000]",
                "[" + "9".repeat(900_000) + "]",
                "{" + names(14).map(name -> "\"" + name + "\":0").collect(Collectors.joining(",")) + "}",
                "[{\"id\":1e1000000000}]",
                "\"" + "\\u0000".repeat(150_000) + "\"");
        List<Thread> senders = new ArrayList<>();
        for (String bomb : bombs) {
            for (String call :
                    List.of("pipelines/neighbour/runs", "pipelines/validate", "pipeline/start?pipeline=neighbour")) {
                senders.add(Thread.ofVirtual().start(() -> post("/api/" + call, bomb)));
            }
        }
        neighbour.awaitAnswers(10);
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void post(String path, String body) {
        try {
            String answer = RawHttp.lastWords(
                    service.port(),
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(path, body.length(), body));
            if (!answer.matches("(?s)HTTP/1.1 (200|201|400|413) .*")) {
                neighbour.disappointments().add(path + " answers a bomb with " + answer);
            }
        } catch (IOException e) {
            neighbour.disappointments().add(path + " answers a bomb with " + e);
        }
    }

    /** Names with one hash code. */
    private static Stream<String> names(int bits) {
        return IntStream.range(0, 1 << bits)
                .mapToObj(number -> IntStream.range(0, bits)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()));
    }
}
