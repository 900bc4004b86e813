package io.antflow.api.problem;

import jakarta.ws.rs.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/**
 * Which methods the requested path knows. The framework asks one resource class after the other and forgets that an earlier
 * one knew the path, and it does not fill in {@code Allow}, which RFC 9110 wants with every 405.
 */
final class AllowedMethods {

    private AllowedMethods() {}

    /** Empty: there is no such path at all. */
    static SortedSet<String> ofThisRequest() {
        SortedSet<String> methods = new TreeSet<>();
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        if (request == null) {
            return methods;
        }
        for (RequestMapper.RequestPath<InitialMatch> type :
                request.getDeployment().getClassMappers()) {
            RequestMapper.RequestMatch<InitialMatch> match =
                    new RequestMapper<>(new ArrayList<>(List.of(type))).map(request.getPathWithoutPrefix());
            if (match != null) {
                addMethods(match, methods);
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    private static void addMethods(RequestMapper.RequestMatch<InitialMatch> match, SortedSet<String> methods) {
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (Object handler : match.value.handlers) {
            if (handler instanceof ClassRoutingHandler routes) {
                routes.getMappers().forEach((method, paths) -> {
                    if (method != null && paths.map(remaining) != null) {
                        methods.add(method);
                    }
                });
            }
        }
    }
}
