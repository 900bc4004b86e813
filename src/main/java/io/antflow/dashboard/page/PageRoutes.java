package io.antflow.dashboard.page;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * What the answers for the page and its parts carry besides their content, which the server's own handler of static files
 * sends: the policy that lets the page load nothing from anywhere else and run no code but its own, and what makes browsers
 * ask each time whether it has changed, so that a newer service is seen at once.
 */
@Singleton
final class PageRoutes {

    /** Before the handler of static files, whose order is above 0. */
    private static final int FIRST = Integer.MIN_VALUE / 2;

    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html");

    private static final int NOT_MODIFIED = 304;

    private final ContentTags tags;

    PageRoutes(ContentTags tags) {
        this.tags = tags;
    }

    void register(@Observes Router router) {
        router.route("/").order(FIRST).handler(context -> addHeaders(context, "/index.html"));
        router.route("/index.html").order(FIRST).handler(context -> addHeaders(context, "/index.html"));
        router.route("/web/*").order(FIRST).handler(context -> addHeaders(context, context.normalizedPath()));
    }

    private void addHeaders(RoutingContext context, String file) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            context.next();
            return;
        }
        tags.of(file)
                .onSuccess(tag -> tag.ifPresentOrElse(
                        known -> answer(context, known), context::next)) // there is no such file, as others will say
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, String tag) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, tag);
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (Objects.requireNonNullElse(known, "").contains(tag)) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else {
            context.next();
        }
    }
}
