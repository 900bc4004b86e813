package io.antflow.api.socket;

import io.antflow.api.problem.ProblemType;
import io.antflow.api.stream.StreamJson;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.websockets.next.HandshakeRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers handshakes that are none, or that failed, as every other call that fails is answered. */
@Singleton
final class Refusals {

    private static final String SOCKETS = "/ws/*";
    private static final String VERSION = "13";

    /** Before the WebSockets' own routes, which leave alone what is no handshake. */
    private static final int FIRST = -1;

    private final StreamJson json;

    Refusals(StreamJson json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.get(SOCKETS).order(FIRST).handler(this::requireHandshake).failureHandler(this::refuse);
    }

    private void requireHandshake(RoutingContext call) {
        MultiMap headers = call.request().headers();
        if (call.request().version() == HttpVersion.HTTP_1_1
                && headers.contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                && headers.contains(HandshakeRequest.SEC_WEBSOCKET_KEY)
                && VERSION.equals(headers.get(HandshakeRequest.SEC_WEBSOCKET_VERSION))) {
            call.next();
        } else {
            call.fail(ProblemType.NO_WEBSOCKET_HANDSHAKE
                    .with("connect with a WebSocket client, version %s, over HTTP/1.1".formatted(VERSION))
                    .withHeader("Upgrade", "websocket")
                    .withHeader(HandshakeRequest.SEC_WEBSOCKET_VERSION, VERSION)
                    .build());
        }
    }

    private void refuse(RoutingContext call) {
        if (call.failure() instanceof HttpProblem problem && !call.response().headWritten()) {
            HttpServerResponse response = call.response().setStatusCode(problem.getStatusCode());
            problem.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .end(Buffer.buffer(json.write(problem)));
        } else {
            call.next();
        }
    }
}
