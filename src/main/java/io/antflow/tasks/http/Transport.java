package io.antflow.tasks.http;

import io.antflow.tasks.ClientText;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Makes one exchange with one of the addresses it is given, and nowhere else. The calling thread waits; it is a virtual
 * one. An interrupt or a deadline ends the exchange for real: what was under way is reset and its connection closed.
 */
final class Transport {

    private final HttpClient plain;
    private final HttpClient tls;
    private final ResponseBudget budget;

    /**
     * @param plain for {@code http}
     * @param tls for {@code https}, with HTTP/2 where the server offers it
     */
    Transport(HttpClient plain, HttpClient tls, ResponseBudget budget) {
        this.plain = plain;
        this.tls = tls;
        this.budget = budget;
    }

    /**
     * Tries the addresses one after the other until there is a connection.
     *
     * @param route at least one
     * @param connectLimit how long a connection may take, waiting for a free one of the pool included
     * @param maxBytes the longest body
     */
    Response exchange(
            OutboundRequest request, List<SocketAddress> route, Duration connectLimit, long maxBytes, Deadline deadline)
            throws HttpNetworkException, ResponseTooLargeException, InterruptedException {
        for (int i = 0; ; i++) {
            Exchange exchange = start(request, route.get(i), connectLimit, maxBytes, deadline);
            try {
                return exchange.answer().get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                exchange.abort();
                throw e;
            } catch (TimeoutException e) {
                exchange.abort();
                throw new HttpTimeoutException(request.label() + ": " + late(exchange, deadline), e);
            } catch (ExecutionException e) {
                switch (Objects.requireNonNullElse(e.getCause(), e)) {
                    case Exchange.TooLarge large -> throw tooLarge(request, large, maxBytes);
                    case Exchange.ConnectFailure failure -> {
                        if (i == route.size() - 1) {
                            throw connectFailure(request, route.get(i), connectLimit, failure.reason());
                        }
                    }
                    case Throwable cause -> throw broken(request, exchange, cause);
                }
            }
        }
    }

    private Exchange start(
            OutboundRequest request, SocketAddress address, Duration connectLimit, long maxBytes, Deadline deadline) {
        Exchange exchange = new Exchange(request, maxBytes, budget);
        Origin origin = request.target().origin();
        long connectMillis = Math.min(connectLimit.toMillis(), deadline.remainingNanos() / 1_000_000);
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setServer(address)
                .setHost(origin.host())
                .setPort(origin.port())
                .setSsl(origin.tls())
                .setURI(request.target().resource())
                .setHeaders(request.headers())
                .setConnectTimeout(Math.max(1, connectMillis));
        if (origin.isIpv6()) {
            options.putHeader(HttpHeaders.HOST, origin.authority()); // the client writes it without its brackets
        }
        (origin.tls() ? tls : plain).request(options).onComplete(exchange::connected);
        return exchange;
    }

    private static String late(Exchange exchange, Deadline deadline) {
        String limit = Times.shown(deadline.limit());
        return switch (exchange.phase()) {
            case CONNECTING -> "no connection within " + limit;
            case WAITING -> "no answer within " + limit;
            case READING ->
                "the answer was not whole within %s, but %d bytes of it".formatted(limit, exchange.bytesRead());
        };
    }

    private static ResponseTooLargeException tooLarge(OutboundRequest request, Exchange.TooLarge large, long maxBytes) {
        String announced = large.announced() < 0 ? "" : " (it has %d)".formatted(large.announced());
        return new ResponseTooLargeException(
                "%s: the answer has more than %d bytes%s: max_response_bytes says how many are taken"
                        .formatted(request.label(), maxBytes, announced),
                null);
    }

    private static HttpNetworkException connectFailure(
            OutboundRequest request, SocketAddress address, Duration connectLimit, Throwable cause) {
        String to = "%s: no connection to %s".formatted(request.label(), address);
        return switch (cause) {
            case io.netty.channel.ConnectTimeoutException e -> late(to, connectLimit, e);
            case TimeoutException e -> late(to, connectLimit, e);
            case ConnectException e -> new HttpConnectException(to + ": connection refused", e);
            case SSLException e ->
                new HttpConnectException(
                        to + ": TLS failed: " + ClientText.shown(root(e))
                                + ": if the certificate is of an authority of your"
                                + " own, antflow.http.tls-configuration-name names one that knows it",
                        e);
            default -> new HttpConnectException(to + ": " + ClientText.shown(root(cause)), cause);
        };
    }

    private static HttpTimeoutException late(String to, Duration connectLimit, Throwable cause) {
        return new HttpTimeoutException("%s within %s".formatted(to, Times.shown(connectLimit)), cause);
    }

    private static BrokenResponseException broken(OutboundRequest request, Exchange exchange, Throwable cause) {
        String what = switch (cause) {
            case TooLongFrameException e -> "the head of the answer is too long: " + ClientText.shown(root(e));
            case DecoderException e -> "the answer is no HTTP: " + ClientText.shown(root(e));
            case IllegalArgumentException e -> "the answer is no HTTP: " + ClientText.shown(root(e));
            default -> lost(exchange, cause);
        };
        return new BrokenResponseException(request.label() + ": " + what, cause);
    }

    private static String lost(Exchange exchange, Throwable cause) {
        String why = " (" + ClientText.shown(root(cause)) + ")";
        return exchange.phase() == Exchange.Phase.READING
                ? "the connection was lost after %d bytes of the answer's body%s".formatted(exchange.bytesRead(), why)
                : "the connection was lost before an answer" + why;
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
