package io.antflow.api.http;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Refuses requests that a proxy in front could read in another way than we do, so that none is smuggled past it, and bodies
 * that would have to be unpacked. Lets the next request of a connection wait until its client has read the answers before.
 */
@Singleton
final class RequestForm {

    /** After {@code UnreadBodies}, which is to hear of these answers too. */
    private static final int PRIORITY = 9_000;

    private final ProblemAnswers answers;

    RequestForm(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            refuse(call, "a request has one Host header");
        } else if (!codings.isEmpty()
                && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"))) {
            // Where the body ends is then not certain.
            refuse(call, "Transfer-Encoding is chunked, or not there");
        } else if (!isPlain(request)) {
            answers.send(
                    call,
                    HttpProblem.builder()
                            .withStatus(415)
                            .withTitle("Unsupported Media Type")
                            .withDetail("send the body as it is, without Content-Encoding")
                            .withHeader("Accept-Encoding", "identity")
                            .build());
        } else {
            whenRead(call);
        }
    }

    private void refuse(RoutingContext call, String detail) {
        call.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .endHandler(answered -> call.request().connection().close());
        answers.send(call, ProblemType.MALFORMED_REQUEST.because(detail));
    }

    private static boolean isPlain(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream().allMatch("identity"::equalsIgnoreCase);
    }

    /** Who sends requests ahead and reads no answers would have us hold them all. */
    private static void whenRead(RoutingContext call) {
        HttpServerResponse response = call.response();
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                call.next();
            });
        } else {
            call.next();
        }
    }
}
