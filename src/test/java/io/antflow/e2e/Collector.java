package io.antflow.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where traces are exported to: takes OTLP by gRPC and by HTTP, on a free port of the loopback, and keeps what came. */
final class Collector implements AutoCloseable {

    private static final int GRPC_PREFIX = 5;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    /** Guarded by this: the paths of the calls, and all that came, as it is with a letter a byte. */
    private final List<String> paths = new ArrayList<>();

    private final StringBuilder received = new StringBuilder();

    Collector() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request, Buffer body) {
        synchronized (this) {
            paths.add(request.path());
            received.append(new String(body.getBytes(), StandardCharsets.ISO_8859_1));
            notifyAll();
        }
        if ("application/grpc".equals(request.getHeader("Content-Type"))) {
            request.response()
                    .putHeader("Content-Type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(new byte[GRPC_PREFIX]));
        } else {
            request.response()
                    .putHeader("Content-Type", "application/x-protobuf")
                    .end();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Waits until it has got that text. */
    synchronized void await(String text) throws InterruptedException {
        while (received.indexOf(text) < 0) {
            wait();
        }
    }

    synchronized boolean has(String text) {
        return received.indexOf(text) >= 0;
    }

    /** An id as it is in the protocol: not as hexadecimal digits, but as bytes. */
    static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    synchronized List<String> paths() {
        return List.copyOf(paths);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
