package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.jq.ExpressionException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of call, made for item after item. It blocks the calling thread, a virtual one; its interrupt ends the call at
 * once. Thread-safe.
 *
 * @param auth what it is sent with, to the origin of the URL and none that it is redirected to; null: nothing
 * @param expected the statuses that are fine
 * @param retryable of the others, those that may be gone at the next attempt
 */
record HttpCall(
        CallEnvironment environment,
        RequestTemplate template,
        @Nullable Credential auth,
        StatusSet expected,
        StatusSet retryable,
        BodyFormat format,
        Limits limits) {

    /**
     * What a call may take.
     *
     * @param total for all of it: all redirects, to the last byte of the answer
     * @param connect for a connection
     * @param responseBytes of a body
     * @param redirects how many are followed; 0: none
     */
    record Limits(Duration total, Duration connect, long responseBytes, int redirects) {}

    /**
     * Calls and waits for the whole answer.
     *
     * @throws HttpNetworkException something on the way
     * @throws HttpStatusException a status that is not expected
     * @throws InvalidResponseException a body that is not what it should be
     * @throws InvalidRequestException the item makes no request
     */
    Answer ask(JsonNode item)
            throws HttpNetworkException, HttpStatusException, InvalidRequestException, InvalidResponseException,
                    ResponseTooLargeException, OutboundRefusedException, CredentialUnavailableException,
                    ExpressionException, InterruptedException {
        OutboundRequest request = template.request(item);
        Deadline deadline = Deadline.in(limits.total(), environment.nanoTime());
        Credential sent = auth;
        for (int hop = 0; ; hop++) {
            try (Response response = exchange(request, sent, deadline)) {
                if (hop == limits.redirects() || !Redirect.is(response)) {
                    return answer(request, response, hop);
                }
                OutboundRequest next = Redirect.follow(request, response);
                if (!next.target().origin().equals(request.target().origin())) {
                    sent = null; // and it stays so, wherever the next redirect leads
                }
                request = next;
            }
        }
    }

    private Response exchange(OutboundRequest request, @Nullable Credential sent, Deadline deadline)
            throws HttpNetworkException, ResponseTooLargeException, OutboundRefusedException,
                    CredentialUnavailableException, InterruptedException {
        Origin origin = request.target().origin();
        OutboundRequest whole = sent == null ? request : with(sent, request);
        return environment
                .transport()
                .exchange(
                        whole,
                        environment.routes().to(origin, request.label(), deadline),
                        limits.connect(),
                        limits.responseBytes(),
                        deadline);
    }

    private static OutboundRequest with(Credential credential, OutboundRequest request)
            throws OutboundRefusedException, CredentialUnavailableException {
        Origin origin = request.target().origin();
        if (!credential.mayGoTo(origin)) {
            throw new OutboundRefusedException(
                    "%s: the credentials '%s' go only to %s, not to %s"
                            .formatted(request.label(), credential.name(), credential.places(), origin),
                    null);
        }
        MultiMap headers =
                HttpHeaders.headers().addAll(request.headers()).set(credential.headerName(), credential.header());
        return new OutboundRequest(request.method(), request.target(), headers, request.body());
    }

    private Answer answer(OutboundRequest request, Response response, int hops)
            throws HttpStatusException, InvalidResponseException, CredentialUnavailableException {
        if (!expected.contains(response.status())) {
            throw unexpected(request, response, hops);
        }
        try {
            JsonNode body = environment.bodies().read(response, format);
            return new Answer(request.label(), response.status(), response.headers(), body);
        } catch (InvalidResponseException e) {
            throw new InvalidResponseException(
                    "%s: answered %d, but %s: %s"
                            .formatted(request.label(), response.status(), e.getMessage(), excerpt(response)),
                    e.getCause());
        }
    }

    private HttpStatusException unexpected(OutboundRequest request, Response response, int hops)
            throws CredentialUnavailableException {
        int status = response.status();
        String message =
                "%s: answered %d%s with %s".formatted(request.label(), status, reason(response), excerpt(response));
        if (!retryable.contains(status)) {
            return new UnexpectedStatusException(message + remedy(response, hops), status);
        }
        Duration wait = RetryAfterHeader.parse(
                response.headers().get("Retry-After"), environment.clock().instant(), environment.maxRetryAfter());
        return new RetryableStatusException(
                wait.isZero() ? message : message + ", to be asked again in " + Times.shown(wait), status, wait);
    }

    private String reason(Response response) throws CredentialUnavailableException {
        return response.reason().isEmpty() ? "" : " " + shown(response.reason());
    }

    private String remedy(Response response, int hops) {
        int status = response.status();
        if (Redirect.is(response)) {
            return hops == 0
                    ? "; redirects are not followed unless 'redirects' says how many"
                    : "; that would be redirect %d, and 'redirects' is %d".formatted(hops + 1, limits.redirects());
        }
        if (status == 401 && auth == null) {
            return "; 'auth' names credentials of the configuration";
        }
        return "";
    }

    private String excerpt(Response response) throws CredentialUnavailableException {
        return Excerpt.of(response.body(), response.length(), hidden());
    }

    /** The beginning of an answer's body, for messages. */
    String excerpt(Answer answer) throws CredentialUnavailableException {
        byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
        return Excerpt.of(body, body.length, hidden());
    }

    /** A text of the server's, for messages. */
    String shown(String text) throws CredentialUnavailableException {
        return ClientText.shown(Excerpt.masked(text, hidden()));
    }

    private List<String> hidden() throws CredentialUnavailableException {
        return auth == null ? List.of() : auth.hidden();
    }
}
