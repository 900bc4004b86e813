package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what is no media type at all. Where several resource methods share a path, the framework would fail over it, with
 * a status that blames the service.
 */
@Provider
@PreMatching
public final class MediaTypesFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        check(request.getHeaderString(HttpHeaders.CONTENT_TYPE), MediaType::valueOf, Status.UNSUPPORTED_MEDIA_TYPE);
        check(request.getHeaderString(HttpHeaders.ACCEPT), MediaTypeHelper::parseHeader, Status.NOT_ACCEPTABLE);
    }

    private static void check(@Nullable String header, Consumer<String> parser, Status otherwise) {
        if (header == null) {
            return;
        }
        try {
            parser.accept(header);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.valueOf(otherwise);
        }
    }
}
