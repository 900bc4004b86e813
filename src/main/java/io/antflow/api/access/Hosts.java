package io.antflow.api.access;

import io.antflow.api.problem.ProblemType;
import io.antflow.config.SecurityConfig;
import io.antflow.security.Access;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which names the service goes by, where it asks nobody who they are because it can be reached from its own machine alone.
 * A browser on that machine could be led there by any site whose name is made to resolve to 127.0.0.1 (DNS rebinding): then
 * the page is of the same origin as the service, and only the name tells.
 */
@Singleton
final class Hosts {

    /** Literals only: what a name resolves to is just what can't be relied on. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?::ffff:127(\\.\\d{1,3}){3}]?");

    private final boolean anyName;
    private final String host;

    Hosts(
            Access access,
            SecurityConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean behindProxy) {
        this.anyName = access.configured() || config.anonymous() || behindProxy;
        this.host = host.toLowerCase(Locale.ROOT);
    }

    /** The problem with a call that is meant for somebody else; empty: it is for this service. */
    Optional<HttpProblem> problemWith(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return anyName
                        || authority == null
                        || isLocal(authority)
                        || name(authority).equals(host)
                ? Optional.empty()
                : Optional.of(ProblemType.MISDIRECTED_REQUEST.because(
                        "this service is for its own machine, where it is called localhost or %s; to let others call it"
                                        .formatted(host)
                                + " by another name give it keys (antflow.security.keys-file), or set"
                                + " antflow.security.anonymous=true"));
    }

    /** Whether it is a name of the machine itself. */
    boolean isLocal(@Nullable HostAndPort authority) {
        return authority != null && LOOPBACK.matcher(name(authority)).matches();
    }

    private static String name(HostAndPort authority) {
        return authority.host().toLowerCase(Locale.ROOT);
    }
}
