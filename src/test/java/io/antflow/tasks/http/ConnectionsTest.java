package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.api.LogLines;
import io.antflow.pipeline.Task;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many connections there are, who has them, and that none is lost. */
@Timeout(60)
class ConnectionsTest {

    private final TestTasks tasks = new TestTasks();

    private final Vertx vertx = Vertx.vertx();
    private @Nullable SelfSigned certificate;

    @TempDir
    Path folder;

    private final LogLines log = LogLines.watch();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        tasks.close();
        log.close();
        assertThat(log.lines()).isEmpty();
    }

    private static CompletableFuture<JsonNode> start(Task<JsonNode, JsonNode> task, String item) {
        CompletableFuture<JsonNode> value = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                value.complete(task.run(TestTasks.json(item), new Context()));
            } catch (Exception e) {
                value.completeExceptionally(e);
            }
        });
        return value;
    }

    @Test
    void aHostHasItsOwnConnectionsAndNoMore() throws Exception {
        tasks.connections = 2;
        CyclicBarrier both = new CyclicBarrier(2);
        RawServer.Handler inPairs = (request, reply) -> {
            both.await(20, TimeUnit.SECONDS);
            reply.json("1");
        };
        try (RawServer one = new RawServer(inPairs);
                RawServer other = new RawServer((request, reply) -> reply.json("2"))) {
            var task = tasks.http("{url: '{+.}'}");
            List<CompletableFuture<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(start(task, "'" + one.url("/") + "'"));
            }
            calls.add(start(task, "'" + other.url("/") + "'"));
            for (CompletableFuture<JsonNode> call : calls) {
                call.get(20, TimeUnit.SECONDS);
            }
            assertThat(one.connections()).isEqualTo(2);
            assertThat(other.connections()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedCallGivesItsConnectionBack() throws Exception {
        tasks.connections = 1;
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            if (request.resource().equals("/hang")) {
                asked.countDown();
                reply.awaitClientsEnd();
            } else {
                reply.json("1");
            }
        })) {
            var task = tasks.http("{url: '%s'}", server.url("/{.}"));
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread worker = Thread.ofVirtual()
                    .start(() ->
                            ended.complete(catchThrowable(() -> task.run(TestTasks.json("'hang'"), new Context()))));
            asked.await();
            var next = start(task, "'next'");
            worker.interrupt();

            assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo(TestTasks.json("1"));
        }
    }

    @Test
    void whoIsInterruptedWhileWaitingForAConnectionTakesNone() throws Exception {
        tasks.connections = 1;
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            asked.countDown();
            goOn.await();
            reply.json("1");
        })) {
            var task = tasks.http("{url: '%s'}", server.url("/{.}"));
            var first = start(task, "'first'");
            asked.await();
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread waiting = Thread.ofVirtual()
                    .start(() ->
                            ended.complete(catchThrowable(() -> task.run(TestTasks.json("'never'"), new Context()))));
            waiting.interrupt();
            assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            goOn.countDown();
            first.get(20, TimeUnit.SECONDS);
            start(task, "'last'").get(20, TimeUnit.SECONDS);

            assertThat(server.requests).extracting(RawServer.Request::resource).containsExactly("/first", "/last");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void waitingForAFreeConnectionTakesNoLongerThanMakingOneMay() throws Exception {
        tasks.connections = 1;
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, reply) -> {
            asked.countDown();
            goOn.await();
            reply.json("1");
        })) {
            var task = tasks.http("{url: '%s', connect_timeout_seconds: 1}", server.url("/"));
            var first = start(task, "1");
            asked.await();
            assertThat(catchThrowable(() -> task.run(TestTasks.json("2"), new Context())))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageEndingWith("no connection to 127.0.0.1:" + server.port() + " within 1 s");
            goOn.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(TestTasks.json("1"));
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsCalled() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        tasks.lookup = host -> {
            questions.incrementAndGet();
            return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
        };
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            tasks.call("1", "{url: 'http://nowhere.invalid:%d/'}", server.port());

            assertThat(questions).hasValue(1);
            assertThat(server.requests.getFirst().headers()).containsEntry("host", "nowhere.invalid:" + server.port());
        }
    }

    @Test
    void overTlsManyCallsShareAConnectionOfHttp2() throws Exception {
        int calls = 50;
        CountDownLatch all = new CountDownLatch(calls);
        Set<HttpVersion> versions = ConcurrentHashMap.newKeySet();
        AtomicInteger connections = new AtomicInteger();
        HttpServer server = secureServer().connectionHandler(connection -> connections.incrementAndGet());
        server.requestHandler(request -> {
            versions.add(request.version());
            if (request.path().equals("/first")) {
                request.response().putHeader("Content-Type", "application/json").end("0");
                return;
            }
            all.countDown();
            Thread.ofVirtual().start(() -> {
                try {
                    all.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                request.response().putHeader("Content-Type", "application/json").end("1");
            });
        });
        listen(server);
        trustTheServer();
        var task = tasks.http("{url: 'https://localhost:%d/{.}'}", server.actualPort());
        // Those that begin before anybody knows that it is HTTP/2 would each open a connection.
        start(task, "'first'").get(20, TimeUnit.SECONDS);
        List<CompletableFuture<JsonNode>> values = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            values.add(start(task, "'next'"));
        }
        for (CompletableFuture<JsonNode> value : values) {
            assertThat(value.get(30, TimeUnit.SECONDS)).isEqualTo(TestTasks.json("1"));
        }
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
        assertThat(connections).hasValue(1);
    }

    @Test
    void anInterruptOverHttp2EndsTheStreamAndNotTheConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch reset = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        HttpServer server = secureServer().connectionHandler(connection -> connections.incrementAndGet());
        server.requestHandler(request -> {
            if (request.path().equals("/hang")) {
                request.response().exceptionHandler(e -> reset.countDown());
                asked.countDown();
            } else {
                request.response().putHeader("Content-Type", "application/json").end("1");
            }
        });
        listen(server);
        trustTheServer();
        var task = tasks.http("{url: 'https://localhost:%d/{.}'}", server.actualPort());
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual()
                .start(() -> ended.complete(catchThrowable(() -> task.run(TestTasks.json("'hang'"), new Context()))));
        asked.await();
        worker.interrupt();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(reset.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(start(task, "'next'").get(20, TimeUnit.SECONDS)).isEqualTo(TestTasks.json("1"));
        assertThat(connections).hasValue(1);
    }

    @Test
    void aCertificateThatNobodyKnowsIsRefusedWithTheRemedy() throws Exception {
        HttpServer server =
                secureServer().requestHandler(request -> request.response().end());
        listen(server);

        assertThat(catchThrowable(() -> tasks.call("1", "{url: 'https://localhost:%d/'}", server.actualPort())))
                .isInstanceOf(HttpConnectException.class)
                .hasMessageContaining("TLS failed: ")
                .hasMessageEndingWith("if the certificate is of an authority of your own,"
                        + " antflow.http.tls-configuration-name names one that knows it");
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        tasks.lookup = host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
        HttpServer server =
                secureServer().requestHandler(request -> request.response().end());
        listen(server);
        trustTheServer();

        assertThat(catchThrowable(() -> tasks.call("1", "{url: 'https://other.example:%d/'}", server.actualPort())))
                .isInstanceOf(HttpConnectException.class)
                .hasMessageContaining("TLS failed: ");
    }

    private HttpServer secureServer() throws Exception {
        certificate = SelfSigned.in(folder);
        return vertx.createHttpServer(certificate.server());
    }

    private static void listen(HttpServer server) throws Exception {
        server.listen().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void trustTheServer() {
        tasks.secure.setTrustOptions(Objects.requireNonNull(certificate).options());
    }
}
