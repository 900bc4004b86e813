package io.antflow.api.socket;

import io.antflow.api.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a WebSocket. Browsers let any page of any site connect, and leave it to the server to look at where
 * the page is from: this service's own pages, and those of the origins that CORS is configured for.
 */
@Singleton
final class Origins {

    private final boolean corsEnabled;

    Origins(@ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean corsEnabled) {
        this.corsEnabled = corsEnabled;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 when it is none of them */
    void requireAllowed(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        // Where CORS is enabled, its filter has let nothing through that is neither configured nor of this service.
        if (origin != null && !corsEnabled && !isOf(origin, request.getHeader(HttpHeaders.HOST))) {
            throw ProblemType.ORIGIN_NOT_ALLOWED.because(
                    "pages of other origins may not connect; allow theirs by quarkus.http.cors.enabled=true and"
                            + " quarkus.http.cors.origins");
        }
    }

    /** The scheme does not count: a proxy in front may speak https where this service does not. */
    private static boolean isOf(String origin, @Nullable String host) {
        int authority = origin.indexOf("://") + 3;
        return authority > 3 && host != null && origin.substring(authority).equalsIgnoreCase(host);
    }
}
