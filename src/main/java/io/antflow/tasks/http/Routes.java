package io.antflow.tasks.http;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * From a name to addresses that the {@link OutboundPolicy} allows. An answer counts for some seconds and is that of one
 * question for all who wait for it. Asking is done by a thread of its own, as it may hang and can't be interrupted.
 */
final class Routes {

    private static final long KEEP_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_KEPT = 10_000;

    /** Asks for a host's addresses. */
    @FunctionalInterface
    interface Lookup {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * The addresses of an origin that have been checked.
     *
     * @param addresses at least one, in the order to try them
     * @param expiresNanos when to ask and check again
     */
    private record Route(List<SocketAddress> addresses, long expiresNanos) {}

    private final OutboundPolicy policy;
    private final Lookup lookup;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Origin, CompletableFuture<Route>> routes = new ConcurrentHashMap<>();

    Routes(OutboundPolicy policy, Lookup lookup, LongSupplier nanoTime) {
        this.policy = policy;
        this.lookup = lookup;
        this.nanoTime = nanoTime;
    }

    /**
     * @param label the call, for messages
     * @throws OutboundRefusedException none of its addresses may be called
     */
    List<SocketAddress> to(Origin origin, String label, Deadline deadline)
            throws HttpNetworkException, OutboundRefusedException, InterruptedException {
        // What has been asked for may be asked for.
        if (!routes.containsKey(origin) && !policy.mayAllow(origin)) {
            throw refused(origin, label, "");
        }
        try {
            return route(origin)
                    .get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)
                    .addresses();
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(
                    "%s: the name '%s' was not resolved within %s"
                            .formatted(label, origin.host(), Times.shown(deadline.limit())),
                    e);
        } catch (ExecutionException e) {
            throw failure(origin, label, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static HttpConnectException failure(Origin origin, String label, Throwable cause)
            throws OutboundRefusedException {
        return switch (cause) {
            case AllRefused all -> throw refused(origin, label, all.addresses);
            case UnknownHostException unknown ->
                new HttpConnectException("%s: the name '%s' is unknown".formatted(label, origin.host()), unknown);
            default ->
                new HttpConnectException(
                        "%s: the name '%s' can't be resolved: %s".formatted(label, origin.host(), cause), cause);
        };
    }

    private CompletableFuture<Route> route(Origin origin) {
        CompletableFuture<Route> known = routes.get(origin);
        if (known != null && isCurrent(known)) {
            return known;
        }
        if (routes.size() >= MAX_KEPT) {
            routes.clear(); // names made from items may be any number; what is in use comes back at once
        }
        return routes.compute(origin, (key, last) -> last != null && isCurrent(last) ? last : ask(key));
    }

    /** Being asked for, or not too old; a failure is only for those who waited for it. */
    private boolean isCurrent(CompletableFuture<Route> route) {
        return switch (route.state()) {
            case RUNNING -> true;
            case SUCCESS -> nanoTime.getAsLong() - route.resultNow().expiresNanos() < 0;
            case FAILED, CANCELLED -> false;
        };
    }

    private CompletableFuture<Route> ask(Origin origin) {
        CompletableFuture<Route> route = new CompletableFuture<>();
        Thread.ofVirtual().name("resolve-" + origin.host()).start(() -> {
            try {
                route.complete(checked(origin, List.of(lookup.addresses(origin.host()))));
            } catch (UnknownHostException | AllRefused | RuntimeException e) {
                route.completeExceptionally(e);
            }
        });
        return route;
    }

    private Route checked(Origin origin, List<InetAddress> addresses) throws AllRefused {
        List<SocketAddress> allowed = policy.allowed(origin, addresses).stream()
                .map(address -> SocketAddress.inetSocketAddress(new InetSocketAddress(address, origin.port())))
                .toList();
        if (allowed.isEmpty()) {
            throw new AllRefused(String.join(
                    ", ", addresses.stream().map(InetAddress::getHostAddress).toList()));
        }
        return new Route(allowed, nanoTime.getAsLong() + KEEP_NANOS);
    }

    private static OutboundRefusedException refused(Origin origin, String label, String what) {
        return new OutboundRefusedException(
                "%s: antflow.http.allow does not list '%s'%s: whoever runs the service may add it"
                        .formatted(label, origin.hostAndPort(), what.isEmpty() ? "" : " (" + what + ")"),
                null);
    }

    /** None of a name's addresses is allowed. */
    private static final class AllRefused extends Exception {

        private static final long serialVersionUID = 1L;

        private final String addresses;

        AllRefused(String addresses) {
            super(null, null, false, false);
            this.addresses = addresses;
        }
    }
}
