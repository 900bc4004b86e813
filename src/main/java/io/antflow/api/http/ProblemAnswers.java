package io.antflow.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;

/** Problems of requests that don't come as far as a resource: also those that the router itself finds nothing for. */
@Singleton
final class ProblemAnswers {

    private static final URI NOTHING_MORE_TO_SAY = URI.create("about:blank");
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** Before the handler that would log what clients do wrong as errors of the service. */
    private static final int FIRST = Integer.MIN_VALUE;

    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::answer);
        router.errorHandler(BAD_REQUEST, this::answer);
        router.errorHandler(NOT_FOUND, this::answer);
    }

    private void answer(RoutingContext call) {
        if (call.response().headWritten()) {
            call.next();
        } else if (call.statusCode() == BAD_REQUEST) {
            send(
                    call,
                    ProblemType.MALFORMED_REQUEST.because(
                            "a request has a Host header, and a path that begins with '/' and is percent-encoded"));
        } else if (call.statusCode() == NOT_FOUND) {
            send(
                    call,
                    HttpProblem.builder()
                            .withStatus(NOT_FOUND)
                            .withTitle("Not Found")
                            .withDetail("there is no such resource; /q/openapi lists those there are")
                            .build());
        } else {
            call.next();
        }
    }

    /** Answers the call with that problem. */
    void send(RoutingContext call, HttpProblem problem) {
        HttpProblem whole = problem.getType() != null
                ? problem
                : HttpProblem.builder(problem).withType(NOTHING_MORE_TO_SAY).build();
        HttpServerResponse response = call.response().setStatusCode(whole.getStatusCode());
        whole.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json").end(body(whole));
    }

    private Buffer body(HttpProblem problem) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for a problem", e);
        }
    }
}
