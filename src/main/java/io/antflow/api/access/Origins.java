package io.antflow.api.access;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may change things, and open WebSockets. Browsers let any page of any site send such calls, with the cookies
 * there are, and leave it to the server to look at where the page is from: this service's own pages, and those of the
 * origins that CORS is configured for. Who is no browser says nothing of this, and is let through.
 */
@Singleton
public final class Origins {

    /** What browsers say of where a page is from; no page can change it. */
    private static final String SITE = "Sec-Fetch-Site";

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final boolean corsEnabled;

    Origins(@ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean corsEnabled) {
        this.corsEnabled = corsEnabled;
    }

    /** The problem with a call that comes from another site's page; empty: it does not. */
    public Optional<HttpProblem> problemWith(HttpServerRequest request) {
        return isAllowed(request)
                ? Optional.empty()
                : Optional.of(ProblemType.ORIGIN_NOT_ALLOWED.because(
                        "pages of other origins may not do this; allow theirs by quarkus.http.cors.enabled=true and"
                                + " quarkus.http.cors.origins"));
    }

    private boolean isAllowed(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && corsEnabled) {
            return true; // its filter has let nothing through that is neither configured nor of this service
        }
        String site = request.getHeader(SITE);
        return site == null ? origin == null || isOf(origin, request.authority()) : OWN.contains(site);
    }

    /** The scheme does not count: a proxy in front may speak https where this service does not. */
    private static boolean isOf(String origin, @Nullable HostAndPort host) {
        int authority = origin.indexOf("://") + 3;
        return authority > 3 && host != null && origin.substring(authority).equalsIgnoreCase(host.toString());
    }
}
