package io.antflow.api.access;

import io.antflow.api.problem.AccessProblem;
import io.antflow.api.stream.StreamJson;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Tells whoever is refused before a method is called, as every other call that fails is told. */
@Singleton
final class Refusals {

    private static final int FIRST = Integer.MIN_VALUE;

    private final StreamJson json;

    Refusals(StreamJson json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::refuse);
    }

    private void refuse(RoutingContext call) {
        HttpProblem problem = problem(call.failure());
        if (problem == null || call.response().headWritten()) {
            call.next();
            return;
        }
        HttpServerResponse response = call.response().setStatusCode(problem.getStatusCode());
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(Buffer.buffer(json.write(problem)));
    }

    private static @Nullable HttpProblem problem(@Nullable Throwable failure) {
        return failure instanceof HttpProblem problem
                ? problem
                : AccessProblem.of(failure).map(AccessProblem::problem).orElse(null);
    }
}
