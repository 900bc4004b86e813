package io.antflow.api.caller;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as far as Quarkus knows: past the proxies that {@code quarkus.http.proxy} trusts.
 *
 * @param text as it was told; a client's text where a proxy is trusted to hand it on
 */
public record RemoteAddress(String text) {

    private static final int IPV6_NETWORK_BYTES = 8;

    /** Where that one comes from. */
    public static RemoteAddress of(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        if (address == null) {
            return new RemoteAddress("unknown");
        }
        String host = address.hostAddress() == null ? address.host() : address.hostAddress();
        return new RemoteAddress(host == null ? String.valueOf(address.path()) : host);
    }

    boolean isOwnMachine() {
        InetAddress address = parsed();
        return address != null && address.isLoopbackAddress();
    }

    /** What one client may call from: an address, or, of IPv6, the network, which has more addresses than can be counted. */
    String network() {
        InetAddress address = parsed();
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : text;
    }

    private @Nullable InetAddress parsed() {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null; // a name, or no address at all
        }
    }
}
