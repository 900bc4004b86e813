package io.antflow.tasks.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection, and its answer. The callbacks run on the connection's event loop; the worker waits for
 * {@link #answer} and may {@link #abort} at any time.
 */
final class Exchange {

    /** Up to here an answer is read at once; for more it asks for its share of the memory first. */
    static final int SMALL_BYTES = 16 * 1024;

    /** A request of these says so when it has none. */
    private static final Set<HttpMethod> USUALLY_WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /** How far it got, for messages. */
    enum Phase {
        CONNECTING,
        WAITING,
        READING
    }

    private final CompletableFuture<Response> answer = new CompletableFuture<>();
    private final OutboundRequest outbound;
    private final long maxBytes;
    private final ResponseBudget budget;

    private volatile Phase phase = Phase.CONNECTING;
    private volatile @Nullable HttpClientRequest request;
    private volatile ResponseBudget.@Nullable Share share;

    /** What has been read; touched by the event loop only. */
    private byte[] body = new byte[0];

    private volatile int length;

    Exchange(OutboundRequest outbound, long maxBytes, ResponseBudget budget) {
        this.outbound = outbound;
        this.maxBytes = maxBytes;
        this.budget = budget;
    }

    /** The answer, or what it failed with: a {@link ConnectFailure}, {@link TooLarge} or what the client says. */
    CompletableFuture<Response> answer() {
        return answer;
    }

    Phase phase() {
        return phase;
    }

    int bytesRead() {
        return length;
    }

    /** Ends it where it is; its connection is not used again when a request is on it. */
    void abort() {
        if (answer.cancel(false)) {
            free();
        }
    }

    // --- on the event loop

    void connected(AsyncResult<HttpClientRequest> result) {
        if (result.failed()) {
            answer.completeExceptionally(new ConnectFailure(result.cause()));
            return;
        }
        HttpClientRequest ready = result.result();
        request = ready;
        ready.exceptionHandler(this::fail);
        if (answer.isDone()) {
            ready.reset();
            return;
        }
        phase = Phase.WAITING;
        ready.response().onComplete(this::responded);
        try {
            send(ready, outbound.body());
        } catch (RuntimeException e) {
            fail(e); // else nobody would ever hear of it
        }
    }

    private static void send(HttpClientRequest request, @Nullable Buffer body) {
        if (body != null) {
            request.end(body);
            return;
        }
        if (USUALLY_WITH_BODY.contains(request.getMethod())) {
            request.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
        }
        request.end();
    }

    private void responded(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        HttpClientResponse response = result.result();
        phase = Phase.READING;
        response.exceptionHandler(this::fail);
        long expected = hasBody(response) ? contentLength(response) : 0;
        if (expected > maxBytes) {
            fail(new TooLarge(expected));
            return;
        }
        // Not before the connection is back in the pool: who is told may ask for one at once.
        response.endHandler(end -> Vertx.currentContext().runOnContext(next -> complete(response)));
        response.handler(chunk -> read(response, chunk));
        if (expected > 0) {
            body = new byte[(int) Math.min(expected, SMALL_BYTES)];
        }
        if (expected > SMALL_BYTES) {
            askForRoom(response, expected);
        }
    }

    private boolean hasBody(HttpClientResponse response) {
        return !outbound.method().equals(HttpMethod.HEAD)
                && response.statusCode() != 204
                && response.statusCode() != 304;
    }

    /** -1: not said, or not in a way that can be understood, which the client finds out itself. */
    private static long contentLength(HttpClientResponse response) {
        String text = response.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void read(HttpClientResponse response, Buffer chunk) {
        int now = length + chunk.length();
        if (now > maxBytes) {
            fail(new TooLarge(-1));
            return;
        }
        if (now > body.length) {
            body = Arrays.copyOf(body, (int) Math.min(maxBytes, Math.max(now, 2L * body.length)));
        }
        chunk.getBytes(body, length);
        length = now;
        if (now > SMALL_BYTES && share == null) {
            askForRoom(response, maxBytes);
        }
    }

    /** Nothing more is read until there is room: the server then has to wait, too. */
    private void askForRoom(HttpClientResponse response, long bytes) {
        response.pause();
        share = budget.ask(bytes, response::resume);
        if (answer.isDone()) {
            free(); // it was aborted before the share was known
        }
    }

    private void complete(HttpClientResponse response) {
        ResponseBudget.Share held = share;
        Response whole = new Response(
                response.statusCode(),
                response.statusMessage() == null ? "" : response.statusMessage(),
                response.headers(),
                body,
                length,
                held == null ? budget.nothing() : held);
        if (!answer.complete(whole)) {
            whole.close();
        }
    }

    private void fail(Throwable cause) {
        if (answer.completeExceptionally(cause)) {
            free();
        }
    }

    private void free() {
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
        }
        ResponseBudget.Share held = share;
        if (held != null) {
            held.release();
        }
    }

    /** No connection, for that reason. */
    static final class ConnectFailure extends Exception {

        private static final long serialVersionUID = 1L;

        private final Throwable reason;

        ConnectFailure(Throwable reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }

        Throwable reason() {
            return reason;
        }
    }

    /** More than the limit. */
    static final class TooLarge extends Exception {

        private static final long serialVersionUID = 1L;

        private final long announced;

        /** @param announced how much it is; -1: nobody knows */
        TooLarge(long announced) {
            super(null, null, false, false);
            this.announced = announced;
        }

        long announced() {
            return announced;
        }
    }
}
