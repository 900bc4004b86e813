package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.antflow.api.LogLines;
import io.antflow.pipeline.NotRetryable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that misbehaves in one way or another: what the item then fails with. */
@Timeout(60)
class HttpFailuresTest {

    private final TestTasks tasks = new TestTasks();

    private final LogLines log = LogLines.watch();

    @AfterEach
    void close() throws Exception {
        tasks.close();
        log.close();
        assertThat(log.lines()).as("other services can't fill the log").isEmpty();
    }

    private Throwable failure(RawServer server, String with) {
        return catchThrowable(() -> tasks.call("{id: 7}", "{url: '%s', %s}", server.url("/u/{id}?key=s3cret"), with));
    }

    private static String label(RawServer server) {
        return "GET http://127.0.0.1:" + server.port() + "/u/7?key=…: ";
    }

    @ParameterizedTest
    @CsvSource({
        "503, '120', 120",
        "429, ' 2 ', 2",
        "503, '99999999999999', 300",
        "503, 'Tue, 24 Nov 2026 08:01:00 GMT', 60",
        "503, 'Tue, 24 Nov 2026 09:00:00 GMT', 300",
        "503, 'Tue, 24 Nov 2026 07:00:00 GMT', 0",
        "503, 'soon', 0",
        "503, '-5', 0",
        "500, '', 0"
    })
    void aBusyServerSaysWhenToTryAgain(int status, String retryAfter, long seconds) throws Exception {
        try (RawServer server = new RawServer(
                (request, reply) -> reply.send(status, "text/plain", "busy", "Retry-After: " + retryAfter))) {
            assertThat(failure(server, "")).isInstanceOfSatisfying(RetryableStatusException.class, e -> {
                assertThat(e.status()).isEqualTo(status);
                assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
                assertThat(e).isNotInstanceOf(NotRetryable.class);
                assertThat(e)
                        .hasMessage(label(server) + "answered " + status + " Said with \"busy\""
                                + (seconds == 0 ? "" : ", to be asked again in " + seconds + " s"));
            });
        }
    }

    @Test
    void anUnexpectedStatusIsNotRetried() throws Exception {
        try (RawServer server = new RawServer(
                (request, reply) -> reply.send(404, "text/plain", "no\r\n\tsuch \u001b[31muser\u202e!"))) {
            assertThat(failure(server, ""))
                    .isInstanceOf(NotRetryable.class)
                    .isInstanceOf(UnexpectedStatusException.class)
                    .hasMessage(label(server)
                            + "answered 404 Said with \"no\\u000d\\u000a\\u0009such \\u001b[31muser\\u202e!\"");
        }
    }

    @Test
    void theDefinitionSaysWhichStatusesAreFineAndWhichAreRetried() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.send(404, "application/json", "{}"))) {
            assertThat(failure(server, "expected_statuses: ['2xx', 404]")).isNull();
            assertThat(failure(server, "retry_statuses: ['4xx']")).isInstanceOf(RetryableStatusException.class);
        }
    }

    @Test
    void aLongBodyIsCutInTheMessage() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.send(400, "text/plain", "x".repeat(100_000)))) {
            assertThat(failure(server, ""))
                    .hasMessage(label(server) + "answered 400 Said with \"" + "x".repeat(100) + "…\"");
        }
    }

    @Test
    void a401WithoutAuthNamesTheRemedy() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.send(401, "", ""))) {
            assertThat(failure(server, ""))
                    .hasMessage(label(server)
                            + "answered 401 Said with an empty body; 'auth' names credentials of the configuration");
        }
    }

    @Test
    void aResetIsRetried() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.reset())) {
            assertThat(failure(server, ""))
                    .isInstanceOf(BrokenResponseException.class)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotRetryable.class)
                    .hasMessageStartingWith(label(server) + "the connection was lost before an answer (");
        }
    }

    @Test
    void anAnswerThatBreaksOffSaysHowFarItGot() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{\"a\":");
            reply.close();
        })) {
            assertThat(failure(server, ""))
                    .isInstanceOf(BrokenResponseException.class)
                    .hasMessageStartingWith(
                            label(server) + "the connection was lost after 5 bytes of the answer's body (");
        }
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":1}");
            reply.close();
        })) {
            assertThat(failure(server, "")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n1234\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n1234\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n1234\r\n",
                "HTTP/1.1 two hundred\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            })
    void whatIsNoHttpIsRetried(String answer) throws Exception {
        try (RawServer server = new RawServer((request, reply) -> {
            reply.raw(answer);
            reply.awaitClientsEnd();
        })) {
            assertThat(failure(server, "timeout_seconds: 20"))
                    .isInstanceOf(BrokenResponseException.class)
                    .hasMessageStartingWith(label(server));
        }
    }

    @Test
    void anEndlessHeadIsGivenUp() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            try {
                reply.raw("HTTP/1.1 200 OK\r\n");
                for (int i = 0; i < 1_000_000; i++) {
                    reply.raw("X-" + i + ": " + "y".repeat(1_000) + "\r\n");
                }
            } finally {
                ended.countDown();
            }
        })) {
            assertThat(failure(server, ""))
                    .isInstanceOf(BrokenResponseException.class)
                    .hasMessageStartingWith(label(server) + "the head of the answer is too long");
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsNotEvenRead() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
            reply.awaitClientsEnd();
            ended.countDown();
        })) {
            assertThat(failure(server, "max_response_bytes: 1000"))
                    .isInstanceOf(ResponseTooLargeException.class)
                    .isInstanceOf(NotRetryable.class)
                    .hasMessage(
                            label(server)
                                    + "the answer has more than 1000 bytes (it has 10000000): max_response_bytes says how many are taken");
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anEndlessBodyIsGivenUpAtTheLimit() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            try {
                reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int i = 0; i < 1_000_000; i++) {
                    reply.raw("400\r\n" + "z".repeat(1024) + "\r\n");
                }
            } finally {
                ended.countDown();
            }
        })) {
            assertThat(failure(server, "max_response_bytes: 100000"))
                    .isInstanceOf(ResponseTooLargeException.class)
                    .hasMessage(label(server)
                            + "the answer has more than 100000 bytes: max_response_bytes says how many are taken");
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(tasks.budget.free()).isEqualTo(64 << 20);
        }
    }

    @Test
    void aCompressedBombIsGivenUpAtTheLimit() throws Exception {
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        try (RawServer server = new RawServer(
                (request, reply) -> reply.send(200, "text/plain", packed.toByteArray(), "Content-Encoding: gzip"))) {
            assertThat(failure(server, "")).isInstanceOf(ResponseTooLargeException.class);
        }
    }

    @Test
    void aTenMegabyteAnswerIsTakenWhereItIsAskedFor() throws Exception {
        String body = "[\"" + "x".repeat(10_000_000) + "\"]";
        try (RawServer server = new RawServer((request, reply) -> reply.json(body))) {
            assertThat(failure(server, "")).isInstanceOf(ResponseTooLargeException.class);
            assertThat(tasks.call(
                            "1",
                            "{url: '%s', max_response_bytes: 12000000, keep: '.body[0] | length'}",
                            server.url("/")))
                    .isEqualTo(TestTasks.json("10000000"));
            assertThat(tasks.budget.free()).isEqualTo(64 << 20);
        }
    }

    @Test
    void largeAnswersWaitForTheirShareOfTheMemory() throws Exception {
        tasks.budget = new ResponseBudget(1_500_000);
        String body = "\"" + "x".repeat(1_000_000) + "\"";
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            if (request.resource().equals("/held")) {
                reply.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000002\r\n\r\n");
                reply.raw(body.substring(0, 500_000));
                sent.countDown();
                goOn.await();
                reply.raw(body.substring(500_000));
            } else {
                reply.json(body);
            }
        })) {
            var task = tasks.http("{url: '%s', keep: '.body | length'}", server.url("/{.}"));
            var held = CompletableFuture.supplyAsync(() -> run(task, "'held'"));
            sent.await();
            while (tasks.budget.free() == 1_500_000) {
                Thread.onSpinWait();
            }
            var other = CompletableFuture.supplyAsync(() -> run(task, "'other'"));
            while (server.requests.size() < 2) {
                Thread.onSpinWait();
            }
            assertThat(other).isNotDone();
            goOn.countDown();
            assertThat(held.get(20, TimeUnit.SECONDS)).isEqualTo(TestTasks.json("1000000"));
            assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(TestTasks.json("1000000"));
            assertThat(tasks.budget.free()).isEqualTo(1_500_000);
        }
    }

    private static Object run(
            io.antflow.pipeline.Task<com.fasterxml.jackson.databind.JsonNode, com.fasterxml.jackson.databind.JsonNode>
                    task,
            String item) {
        try {
            return task.run(TestTasks.json(item), new Context());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noAnswerInTimeEndsTheConnection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            reply.awaitClientsEnd();
            ended.countDown();
        })) {
            assertThat(failure(server, "timeout_seconds: 0.05"))
                    .isInstanceOf(HttpTimeoutException.class)
                    .isNotInstanceOf(NotRetryable.class)
                    .hasMessageMatching("GET .*: no (answer|connection) within 0.05 s");
            assertThat(failure(server, "timeout_seconds: 0.5")).hasMessage(label(server) + "no answer within 0.5 s");
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBodyThatDripsIsGivenUpAtTheLimitOfTheWhole() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            try {
                reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                while (true) {
                    reply.raw(".");
                    Thread.sleep(10);
                }
            } finally {
                ended.countDown();
            }
        })) {
            assertThat(failure(server, "timeout_seconds: 0.7"))
                    .isInstanceOf(HttpTimeoutException.class)
                    .message()
                    .matches(".*: the answer was not whole within 0.7 s, but \\d+ bytes of it");
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheCallAndItsConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            asked.countDown();
            reply.awaitClientsEnd();
            ended.countDown();
        })) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread worker = Thread.ofVirtual().start(() -> failure.complete(failure(server, "")));
            asked.await();
            worker.interrupt();

            assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoeverRefusesIsNamedWithAddressAndPort() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatExceptionOfType(HttpConnectException.class)
                .isThrownBy(() -> tasks.call("1", "{url: 'http://localhost:%d/'}", port))
                .withMessageMatching(
                        "GET http://localhost:%d/: no connection to .*:%d: connection refused".formatted(port, port));
    }

    @Test
    void anUnknownNameIsSaidToBeUnknown() {
        tasks.lookup = host -> {
            throw new java.net.UnknownHostException(host);
        };
        assertThatExceptionOfType(HttpConnectException.class)
                .isThrownBy(() -> tasks.call("1", "{url: 'http://nobody.example/'}"))
                .withMessage("GET http://nobody.example/: the name 'nobody.example' is unknown");
    }

    @Test
    void aNameServerThatHangsIsNotWaitedForLongerThanTheCallMayTake() {
        CountDownLatch never = new CountDownLatch(1);
        tasks.lookup = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new java.net.UnknownHostException(host);
            }
            return new java.net.InetAddress[0];
        };
        assertThatExceptionOfType(HttpTimeoutException.class)
                .isThrownBy(() -> tasks.call("1", "{url: 'http://slow.example/', timeout_seconds: 0.05}"))
                .withMessage("GET http://slow.example/: the name 'slow.example' was not resolved within 0.05 s");
        never.countDown();
    }

    @Test
    void cutJsonHasAMessageOfItsOwn() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("{\"users\": [{\"id\": 1}, {\"id\""))) {
            assertThat(failure(server, ""))
                    .isInstanceOf(InvalidResponseException.class)
                    .isNotInstanceOf(NotRetryable.class)
                    .message()
                    .startsWith(
                            label(server) + "answered 200, but the answer's JSON is cut: it ends at line 1, column ")
                    .endsWith("in the middle: \"{\"users\": [{\"id\": 1}, {\"id\"\"");
        }
    }

    @Test
    void jsonThatEndsInTheMiddleOfATextANameOrAListIsCut() throws Exception {
        String whole = "{\"a\": 75, \"é\": [\"x\\u00e9\"]}";
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        try (RawServer server = new RawServer((request, reply) -> reply.send(
                200,
                "application/json",
                Arrays.copyOf(bytes, Integer.parseInt(request.resource().substring(1)))))) {
            for (int length = 1; length < bytes.length; length++) {
                String at = server.url("/" + length);
                assertThat(catchThrowable(() -> tasks.call("1", "{url: '%s'}", at)))
                        .as("%d bytes", length)
                        .isInstanceOf(InvalidResponseException.class)
                        .hasMessageContaining("the answer's JSON is cut");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "application/json | <html>Down</html> | the answer is no JSON at line 1, column 1: \"<html>Down</html>\"",
                "application/json | {} trailing | the answer is no JSON at line 1, column 4: \"{} trailing\"",
                "application/json | 1e99999999999 | the answer's JSON has a number out of range: \"1e99999999999\"",
                "text/plain; charset=klingon | x | the answer's charset 'klingon' is unknown: \"x\"",
            })
    void aBodyThatIsNotWhatItSaysIsShown(String type, String body, String message) throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.send(200, type, body))) {
            assertThat(failure(server, ""))
                    .isInstanceOf(InvalidResponseException.class)
                    .hasMessage(label(server) + "answered 200, but " + message);
        }
    }

    @Test
    void jsonThatNestsWithoutEndIsRefused() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("[".repeat(100_000)))) {
            assertThat(failure(server, ""))
                    .isInstanceOf(InvalidResponseException.class)
                    .hasMessageContaining("the answer's JSON is past a limit: ");
        }
    }
}
