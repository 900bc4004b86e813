package io.antflow.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Ends connections whose client still sends a body that has got its answer already, such as one with a bad line in the
 * middle. Nobody reads the rest: the connection would stay, with a client that waits to get rid of it, until it has been
 * idle for long.
 */
/*
 * Closing at once would make the client's system throw away the answer before the client has read it (RFC 9112, 9.6). So
 * the rest is read and dropped for a while; a client that has heard the answer stops, or comes to the end.
 */
@Singleton
final class UnreadBodies {

    /** HTTP/2's word for: stop sending, nothing is wrong. */
    private static final long NO_ERROR = 0;

    private static final Duration LINGER = Duration.ofSeconds(2);

    /** Before everything else, so that it hears of every answer. */
    private static final int PRIORITY = 10_000;

    private final Vertx vertx;

    UnreadBodies(Vertx vertx) {
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, PRIORITY);
    }

    private void watch(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (hasBody(request)) {
            Context eventLoop = vertx.getOrCreateContext();
            call.addEndHandler(answered -> {
                if (answered.succeeded()) {
                    eventLoop.runOnContext(now -> drop(request));
                }
            });
        }
        call.next();
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    /** On the request's event loop, as whoever answers may do so on any thread. */
    private void drop(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(rest -> {});
        request.resume();
        vertx.setTimer(LINGER.toMillis(), timer -> {
            if (!request.isEnded()) {
                cutOff(request);
            }
        });
    }

    /** Over HTTP/2 the connection is for other calls, too. */
    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
