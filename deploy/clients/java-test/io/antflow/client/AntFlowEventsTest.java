package io.antflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.client.AntFlowEvents.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AntFlowEventsTest {

    private static final String FINISH = "event: finish\ndata: {}\n\n";
    private static final Event FINISHED = new Event("e-9", "finish", "{}");

    /** Everything that a line of a stream may be, in characters of one to four bytes. */
    private static final String ALL =
            "\uFEFFretry: 10\r\n\r\n: silence\n\nid: e-1\revent: status\rdata: {\"é\":\rdata:\"利\"}\r\r"
                    + "data: 👩‍🚀\r\n\r\nevent: no data\n\nid: e-7\n\nid: \0\ndata\n\nretry: soon\nfuture: 1\ndata: x: y\n\n"
                    + "id: e-9\r\nevent: finish\r\ndata: {}\r\n\r\n";

    private static final List<Event> ALL_READ = List.of(
            new Event("e-1", "status", "{\"é\":\n\"利\"}"),
            new Event("e-1", "message", "👩‍🚀"),
            new Event("e-7", "message", ""),
            new Event("e-7", "message", "x: y"),
            FINISHED);

    @Test
    void whereverTheStreamIsCutInPiecesTheEventsAreTheSame() throws Exception {
        byte[] bytes = ALL.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut++) {
            try (Script server = new Script(inPieces(bytes, cut))) {
                assertThat(read(AntFlowEvents.of(server.uri())))
                        .as("cut after %d bytes", cut)
                        .isEqualTo(ALL_READ);
            }
        }
    }

    @Test
    void byteByByteTheyAreTheSame() throws Exception {
        Script.Act act = out -> {
            for (byte b : ALL.getBytes(StandardCharsets.UTF_8)) {
                chunk(out, new byte[] {b}, 0, 1);
                Thread.sleep(1); // so that most go out alone; all would be right too
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        };
        try (Script server = new Script(chunked(act))) {
            assertThat(read(AntFlowEvents.of(server.uri()))).isEqualTo(ALL_READ);
        }
    }

    @Test
    void anEventComesWhenItsLastLineDoesNotWhenTheNextBegins() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Script server = new Script(out -> {
                    out.write((Script.STREAM + "id: e-1\ndata: 1\n\r").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    seen.await();
                    out.write(("\n" + FINISH).getBytes(StandardCharsets.UTF_8));
                });
                AntFlowEvents events = AntFlowEvents.of(server.uri()).open()) {
            Iterator<Event> iterator = events.iterator();

            assertThat(iterator.next()).isEqualTo(new Event("e-1", "message", "1"));
            seen.countDown();
            assertThat(iterator.next().name()).isEqualTo("finish");
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void aBrokenStreamGoesOnAfterTheLastWholeEvent() throws Exception {
        try (Script server = new Script(
                Script.text(Script.STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\nid: e-2\ndata: half an ev"),
                Script.text(Script.STREAM
                        + "id: e-2\ndata: 2\n\nid: e-5\n\n"), // a position alone: a filter left out 3 to 5
                Script.text(Script.STREAM + "event: bye\ndata: {}\n\n"),
                Script.text(Script.STREAM + "id: e-9\n" + FINISH))) {
            List<Event> events =
                    read(AntFlowEvents.of(server.uri()).lastEventId("e-0").header("Authorization", "Bearer k"));

            assertThat(events)
                    .containsExactly(
                            new Event("e-1", "message", "1"),
                            new Event("e-2", "message", "2"),
                            new Event("e-5", "bye", "{}"),
                            FINISHED);
            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request).contains("Authorization: Bearer k", "Accept: text/event-stream"));
            assertThat(server.requests())
                    .extracting(request -> request.stream()
                            .filter(line -> line.startsWith("Last-Event-ID"))
                            .toList())
                    .containsExactly(
                            List.of("Last-Event-ID: e-0"),
                            List.of("Last-Event-ID: e-1"),
                            List.of("Last-Event-ID: e-5"),
                            List.of("Last-Event-ID: e-5"));
        }
    }

    @Test
    void aGapIsAnEventInItsPlaceAndWhatIsResumedAfter() throws Exception {
        try (Script server = new Script(
                Script.text(Script.STREAM
                        + "retry: 1\n\nid: e-1\ndata: 1\n\nid: e-121\nevent: gap\ndata: {\"missed\":120}\n\n"),
                Script.text(Script.STREAM + "id: e-122\ndata: 2\n\nid: e-9\n" + FINISH))) {
            assertThat(read(AntFlowEvents.of(server.uri())))
                    .containsExactly(
                            new Event("e-1", "message", "1"),
                            new Event("e-121", "gap", "{\"missed\":120}"),
                            new Event("e-122", "message", "2"),
                            FINISHED);
            assertThat(server.requests().get(1)).contains("Last-Event-ID: e-121");
        }
    }

    @Test
    void aServiceThatIsBusyIsAskedAgain() throws Exception {
        try (Script server = new Script(
                Script.text(
                        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                Script.text(Script.STREAM + "id: e-9\n" + FINISH))) {
            assertThat(read(AntFlowEvents.of(server.uri()))).containsExactly(FINISHED);
        }
    }

    @Test
    void anAnswerThatIsNoStreamIsTold() throws Exception {
        try (Script server = new Script(
                Script.text("HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: 14\r\n"
                        + "Connection: close\r\n\r\n{\"status\":404}"))) {
            assertThatThrownBy(() -> read(AntFlowEvents.of(server.uri())))
                    .isInstanceOfSatisfying(AntFlowEvents.Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(404);
                        assertThat(refused.answer()).isEqualTo("{\"status\":404}");
                    });
        }
    }

    @Test
    void aSilentConnectionIsMadeAnew() throws Exception {
        try (Script server = new Script(
                Script.text(Script.STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\n").thenSilence(),
                Script.text(Script.STREAM + "id: e-9\n" + FINISH))) {
            assertThat(read(AntFlowEvents.of(server.uri()).silence(Duration.ofSeconds(2))))
                    .containsExactly(new Event("e-1", "message", "1"), FINISHED);
        }
    }

    @Test
    void withoutAnyConnectionPatienceEnds() throws Exception {
        try (Script server = new Script(Script.text(Script.STREAM + "retry: 1\n\nid: e-1\ndata: 1\n\n"));
                AntFlowEvents events = AntFlowEvents.of(server.uri())
                        .patience(Duration.ofMillis(300))
                        .open()) {
            Iterator<Event> iterator = events.iterator();
            iterator.next();

            assertThatThrownBy(iterator::hasNext)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("no connection to " + server.uri());
            assertThat(events.lastEventId()).isEqualTo("e-1");
        }
    }

    @Test
    void closingEndsALoopThatWaits() throws Exception {
        try (Script server =
                new Script(Script.text(Script.STREAM + "id: e-1\ndata: 1\n\n").thenSilence())) {
            AntFlowEvents events = AntFlowEvents.of(server.uri()).open();
            Iterator<Event> iterator = events.iterator();
            iterator.next();
            Thread closing = new Thread(events::close);
            closing.start();

            assertThat(iterator.hasNext()).isFalse();
            closing.join();
        }
    }

    private static List<Event> read(AntFlowEvents.Builder builder) {
        try (AntFlowEvents events = builder.open()) {
            List<Event> read = new ArrayList<>();
            events.forEach(read::add);
            return read;
        }
    }

    /** As two chunks of HTTP, each sent alone. */
    private static Script.Act inPieces(byte[] bytes, int cut) {
        return chunked(out -> {
            chunk(out, bytes, 0, cut);
            chunk(out, bytes, cut, bytes.length - cut);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        });
    }

    private static Script.Act chunked(Script.Act act) {
        return out -> {
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            act.play(out);
            out.flush();
        };
    }

    private static void chunk(OutputStream out, byte[] bytes, int from, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.write(bytes, from, length);
        out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
