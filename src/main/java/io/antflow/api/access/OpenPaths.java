package io.antflow.api.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * What is open to all: whether the service is well, for orchestrators, which have no key, and the files of the page, which
 * asks for one itself.
 */
@Singleton
final class OpenPaths {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> FILES = Set.of("/", "/index.html", "/q/health");
    private static final List<String> FOLDERS = List.of("/q/health/", "/web/", "/webjars/uplot/", "/_static/lit-html/");

    boolean has(RoutingContext call) {
        String path = call.normalizedPath();
        return READS.contains(call.request().method())
                && (FILES.contains(path) || FOLDERS.stream().anyMatch(path::startsWith));
    }
}
