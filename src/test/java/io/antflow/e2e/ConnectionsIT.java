package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.http.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections there may be, how long they may be idle, and what is sent on them ahead of its turn. */
@Timeout(120)
class ConnectionsIT {

    private static final int MAX = 40;
    private static final String STREAM = "GET /api/snapshots?interval=0.2 HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static Service service;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        service = Service.start(
                directory,
                "antflow.connections.max=" + MAX,
                "antflow.connections.idle=3s",
                "antflow.connections.idle-when-crowded=1s");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        assertThat(service.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "G", "GET /api/tasks HTTP/1.1\r\n", "GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n"
            })
    void closesAConnectionThatNeverComesToTheEndOfItsHeaders(String beginning) throws Exception {
        assertThat(RawHttp.lastWords(service.port(), beginning)).isEmpty();
    }

    @Test
    void closesAConnectionWhoseHeadersComeAByteAtATime() throws Exception {
        try (RawHttp connection = new RawHttp(service.port())) {
            connection.send("GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nX: ");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        connection.send("x");
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException e) {
                    // closed
                }
            });

            assertThat(connection.rest()).isEmpty();

            sender.interrupt();
            sender.join();
        }
    }

    @Test
    void closesAConnectionThatAsksNothingMore() throws Exception {
        assertThat(RawHttp.lastWords(service.port(), "GET /api/pipeline/status HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void leavesStreamsWebSocketsAndBodiesThatAreUnderWayAlone() throws Exception {
        try (RawHttp stream = new RawHttp(service.port());
                RawHttp socket = new RawHttp(service.port());
                RawHttp feeding = new RawHttp(service.port())) {
            stream.send(STREAM);
            stream.until("event: snapshot");
            socket.send("GET /ws/pipeline HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(socket.until("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            feeding.send(
                    "POST /api/pipelines/validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 2\r\n\r\n{");
            for (int later = 0; later < 2; later++) {
                assertThat(RawHttp.lastWords(service.port(), "")).isEmpty();
            }

            stream.until("event: snapshot");
            feeding.send("}");
            assertThat(feeding.until("}]}")).startsWith("HTTP/1.1 200 ");
            socket.send("\u0089\u0080\0\0\0\0"); // ping
            socket.until("\u0000");
        }
    }

    @Test
    void hasRoomForOthersWhenIdleConnectionsCrowdIt() throws Exception {
        List<RawHttp> idle = new ArrayList<>();
        try {
            for (int i = 0; i < MAX; i++) {
                idle.add(new RawHttp(service.port()));
            }
            for (RawHttp each : idle) {
                assertThat(each.rest()).isEmpty();
            }
            assertThat(service.curl("/api/tasks").status()).isEqualTo(200);
        } finally {
            for (RawHttp each : idle) {
                each.close();
            }
        }
    }

    @Test
    void takesNoMoreConnectionsThanThereMayBeAndCountsThoseThatWent() throws Exception {
        for (int round = 0; round < 3; round++) {
            List<RawHttp> streams = new ArrayList<>();
            try {
                while (streams.size() < MAX && opens(streams)) {
                    // one more
                }
                assertThat(streams).hasSizeBetween(MAX - 10, MAX);
                while (opens(streams)) {
                    assertThat(streams).hasSizeLessThanOrEqualTo(MAX);
                }
            } finally {
                for (RawHttp each : streams) {
                    each.close();
                }
            }
            awaitAnswer();
        }
    }

    private static boolean opens(List<RawHttp> streams) throws IOException {
        RawHttp stream = new RawHttp(service.port());
        try {
            stream.send(STREAM);
            stream.until("HTTP/1.1 200 OK");
            streams.add(stream);
            return true;
        } catch (IOException refused) {
            stream.close();
            return false;
        }
    }

    /** The server hears of those that left a little later than they leave. */
    private static void awaitAnswer() {
        while (true) {
            try (RawHttp connection = new RawHttp(service.port())) {
                connection.send("GET /api/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n");
                connection.until("HTTP/1.1 200 OK");
                return;
            } catch (IOException refused) {
                // again, until the test's time is up
            }
        }
    }

    @Test
    void answersRequestsThatAreSentAheadInTheirOrder() throws Exception {
        try (RawHttp connection = new RawHttp(service.port())) {
            for (int i = 0; i < 30; i++) {
                connection.send("GET /api/runs/r" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            for (int i = 0; i < 30; i++) {
                assertThat(connection.until("}")).contains("'r" + i + "'");
            }
        }
    }

    @Test
    void keepsNoLongListOfRequestsThatAreSentAhead() throws Exception {
        String answers =
                RawHttp.lastWords(service.port(), "GET /api/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000));

        assertThat(answers.split("HTTP/1.1 200 ", -1).length).isLessThan(200);
    }

    @Test
    void losesNothingForAClientThatReadsLate() throws Exception {
        try (RawHttp connection = new RawHttp(service.port())) {
            connection.send("GET /api/schema/pipeline.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(29)
                    + "GET /api/schema/pipeline.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(service.curl("/api/tasks").status()).isEqualTo(200);

            assertThat(connection.rest().split("HTTP/1.1 200 ", -1))
                    .hasSize(31)
                    .allMatch(answer -> answer.isEmpty() || answer.endsWith("\r\n0\r\n\r\n"));
        }
    }
}
