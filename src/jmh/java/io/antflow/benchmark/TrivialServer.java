package io.antflow.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.LongAdder;

/**
 * The far end of the load benchmark: answers every call at once with the same few bytes, on loopback. {@code GET /seen} tells
 * how many calls there were, and begins to count anew. Prints its port.
 */
public final class TrivialServer {

    private static final Buffer ANSWER = Buffer.buffer("{\"ok\":true}");

    private final LongAdder calls = new LongAdder();

    private TrivialServer() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(new TrivialServer().listen());
    }

    private int listen() throws Exception {
        HttpServer server = Vertx.vertx().createHttpServer(new HttpServerOptions().setHost("127.0.0.1"));
        server.requestHandler(request -> {
            boolean report = request.path().equals("/seen");
            if (!report) {
                calls.increment();
            }
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(report ? Buffer.buffer(Long.toString(calls.sumThenReset())) : ANSWER);
        });
        return server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();
    }
}
