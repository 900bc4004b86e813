package io.antflow.tasks.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/** The HTTP clients: one without TLS, for HTTP/1.1, and one with, for HTTP/2 where the server offers it. */
final class Clients {

    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MAX_STATUS_LINE_BYTES = 8 * 1024;

    /** How many requests at a time servers let one connection of HTTP/2 have, mostly. */
    private static final int STREAMS_PER_CONNECTION = 100;

    /**
     * @param connections of one address
     * @param keepAlive for which an unused one is kept
     * @param connectTimeout of one; as long again for TLS
     */
    record Sizes(int connections, Duration keepAlive, Duration connectTimeout) {}

    private Clients() {}

    static HttpClientOptions plain() {
        return new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_1_1);
    }

    /** Trusts what Java trusts. */
    static HttpClientOptions secure() {
        return new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setVerifyHost(true);
    }

    static Transport transport(
            Vertx vertx, HttpClientOptions plain, HttpClientOptions secure, Sizes sizes, ResponseBudget budget) {
        return new Transport(client(vertx, plain, sizes), client(vertx, secure, sizes), budget);
    }

    /** The call that is under way hears of it as well. Unhandled, each would be a line in the log: other services' to fill. */
    private static void leaveToTheCall(Throwable e) {}

    private static HttpClient client(Vertx vertx, HttpClientOptions options, Sizes sizes) {
        int keepAliveSeconds = (int) Math.max(1, sizes.keepAlive().toSeconds());
        options.setConnectTimeout(Math.toIntExact(sizes.connectTimeout().toMillis()))
                .setSslHandshakeTimeout(Math.max(1, sizes.connectTimeout().toSeconds()))
                .setKeepAliveTimeout(keepAliveSeconds)
                .setHttp2KeepAliveTimeout(keepAliveSeconds)
                .setDecompressionSupported(true)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES);
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(sizes.connections())
                .setHttp2MaxSize(Math.ceilDiv(sizes.connections(), STREAMS_PER_CONNECTION));
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> connection.exceptionHandler(Clients::leaveToTheCall))
                .build();
    }
}
