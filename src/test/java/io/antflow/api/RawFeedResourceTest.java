package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that feed as no library would. */
@QuarkusTest
@Timeout(60)
class RawFeedResourceTest {

    @AfterEach
    void close() {
        ApiTasks.OUTSIDE.reset();
    }

    @Test
    void takesItemsAByteAtATime() throws Exception {
        String pipeline = ApiCalls.pipeline("api_echo");
        try (Feeder feeder = new Feeder(pipeline)) {
            for (byte each : "1\n{\"id\":\"ü\"}\n\n\"last\"".getBytes(StandardCharsets.UTF_8)) {
                feeder.send(new byte[] {each});
            }
            feeder.end();

            assertThat(feeder.answer()).startsWith("HTTP/1.1 201").contains("\"accepted\":3");
        }
    }

    @Test
    void worksOnItemsWhileTheClientThinksOfMore() throws Exception {
        String pipeline = ApiCalls.pipeline("api_echo");
        try (Feeder feeder = new Feeder(pipeline)) {
            feeder.send("1\n2\n3");

            String run = awaitRun(pipeline, 2);
            given().get("/api/runs/{run}/items/0", run).then().statusCode(200);
            JsonPath other = ApiCalls.run(ApiCalls.pipeline("api_echo"), "[1]");
            assertThat(other.getInt("items_processed")).isEqualTo(1);

            feeder.end();
            assertThat(feeder.answer()).startsWith("HTTP/1.1 201").contains("\"accepted\":3");
        }
    }

    @Test
    void goesOnWithWhatCameFromAClientThatIsGone() throws Exception {
        String pipeline = ApiCalls.pipeline("api_echo");
        try (Feeder feeder = new Feeder(pipeline)) {
            feeder.send("1\n2\n{\"half\":");
            awaitRun(pipeline, 2);
        }

        JsonPath run = ApiCalls.awaitEnd(awaitRun(pipeline, 2));
        assertThat(run.getString("status")).isEqualTo("completed");
        assertThat(run.getInt("items_processed")).isEqualTo(2);
        assertThat(run.getBoolean("open")).isFalse();
    }

    @Test
    void answersAtOnceWhenALineIsBadThoughTheClientGoesOn() throws Exception {
        try (Feeder feeder = new Feeder(ApiCalls.pipeline("api_echo"))) {
            feeder.send("1\noops\n");
            feeder.send("3\n");

            assertThat(feeder.answer())
                    .startsWith("HTTP/1.1 400")
                    .contains("\"line\":2", "\"accepted\":1", "\"run_id\":");
        }
    }

    @Test
    void readsNoFurtherThanThereIsRoom() throws Exception {
        // Up to a capacity of 15, whoever waits is let on at the first free place; then what is taken in is always the
        // same.
        String pipeline = ApiCalls.pipelineOf("""
                {"stages": [{"name": "Work", "workers": 2, "queue_capacity": 10, "tasks": ["api_gate"], "task_attempts": 1}]}""");
        byte[] items = ("\"" + "x".repeat(1000) + "\"\n").repeat(1000).getBytes(StandardCharsets.UTF_8);
        try (Feeder feeder = new Feeder(pipeline)) {
            Thread sender = Thread.ofPlatform().daemon().start(() -> feeder.sendUntilClosed(items));
            try {
                // two in work, ten in the queue, one at the door; and it stays so
                String run = awaitRun(pipeline, 13);
                assertThat(stableTotal(run)).isEqualTo(13);
                assertThat(sender.isAlive()).isTrue();
            } finally {
                ApiTasks.OUTSIDE.release(100_000); // a gate that stays shut would fail the tests after this one
            }
            feeder.close();
            sender.join();
            String run = awaitRun(pipeline, 13);
            given().post("/api/runs/{run}/cancel", run);
            ApiCalls.awaitEnd(run);
        }
    }

    /** Twice the same, asked again after everything else that the service had to do for us. */
    private static long stableTotal(String run) {
        long last = -1;
        for (int same = 0; same < 50; ) {
            long now = given().get("/api/runs/{run}", run).jsonPath().getLong("total_items");
            same = now == last ? same + 1 : 0;
            last = now;
        }
        return last;
    }

    private static String awaitRun(String pipeline, int items) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < deadline) {
            JsonPath runs = given().get("/api/runs?pipeline=" + pipeline).jsonPath();
            List<Integer> totals = runs.getList("runs.total_items");
            if (!totals.isEmpty() && totals.getFirst() >= items) {
                return runs.getString("runs[0].id");
            }
        }
        String run = given().get("/api/runs?pipeline=" + pipeline).jsonPath().getString("runs[0].id");
        throw new AssertionError("no run of " + pipeline + " gets " + items + " items: "
                + given().get("/api/runs/{run}/snapshot", run).asString());
    }

    /** A request in chunks, written by hand. */
    private static final class Feeder implements AutoCloseable {

        private final Socket socket = new Socket("localhost", RestAssured.port);
        private final OutputStream out = socket.getOutputStream();

        Feeder(String pipeline) throws IOException {
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            out.write(("POST /api/pipelines/" + pipeline + "/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        void sendUntilClosed(byte[] bytes) {
            try {
                while (true) {
                    send(bytes);
                }
            } catch (IOException e) {
                // closed
            }
        }

        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /** What has come once there is a whole JSON object. */
        String answer() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder all = new StringBuilder();
            while (!all.toString().stripTrailing().endsWith("}")) {
                byte[] some = new byte[8192];
                int read = in.read(some);
                if (read < 0) {
                    break;
                }
                all.append(new String(some, 0, read, StandardCharsets.UTF_8));
            }
            return all.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
