package io.antflow.api.socket;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.websockets.next.HandshakeRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses what is no handshake. */
@Singleton
final class Handshakes {

    private static final String SOCKETS = "/ws/*";
    private static final String VERSION = "13";

    /** Before the WebSockets' own routes, which leave alone what is no handshake. */
    private static final int FIRST = -1;

    void register(@Observes Router router) {
        router.get(SOCKETS).order(FIRST).handler(Handshakes::require);
    }

    private static void require(RoutingContext call) {
        HttpServerRequest request = call.request();
        MultiMap headers = request.headers();
        boolean ofHttp11 = request.version() == HttpVersion.HTTP_1_1;
        if (ofHttp11
                && headers.contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                && headers.contains(HandshakeRequest.SEC_WEBSOCKET_KEY)
                && VERSION.equals(headers.get(HandshakeRequest.SEC_WEBSOCKET_VERSION))) {
            call.next();
            return;
        }
        HttpProblem.Builder problem = ProblemType.NO_WEBSOCKET_HANDSHAKE
                .with("connect with a WebSocket client, version %s, over HTTP/1.1".formatted(VERSION))
                .withHeader(HandshakeRequest.SEC_WEBSOCKET_VERSION, VERSION);
        // HTTP/2 knows no such header, and clients take an answer that has it for malformed
        call.fail((ofHttp11 ? problem.withHeader("Upgrade", "websocket") : problem).build());
    }
}
