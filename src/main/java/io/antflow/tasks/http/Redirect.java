package io.antflow.tasks.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** Where an answer sends a request (RFC 9110, 15.4). */
final class Redirect {

    /** What may go to another origin: it says nothing of who asks. */
    private static final List<String> HARMLESS =
            List.of("accept", "accept-encoding", "accept-language", "content-type", "user-agent");

    private Redirect() {}

    static boolean is(Response response) {
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 -> response.headers().contains(HttpHeaders.LOCATION);
            default -> false;
        };
    }

    /** @throws OutboundRefusedException to a place that is no URL of HTTP, or from https to http */
    static OutboundRequest follow(OutboundRequest request, Response response) throws OutboundRefusedException {
        Target target;
        try {
            target = request.target().resolve(String.valueOf(response.headers().get(HttpHeaders.LOCATION)));
        } catch (IllegalArgumentException e) {
            throw new OutboundRefusedException(
                    "%s: answered %d, and can't be followed: %s"
                            .formatted(request.label(), response.status(), e.getMessage()),
                    e);
        }
        if (request.target().origin().tls() && !target.origin().tls()) {
            throw new OutboundRefusedException(
                    "%s: answered %d, and is not followed from https to http"
                            .formatted(request.label(), response.status()),
                    null);
        }
        MultiMap headers = target.origin().equals(request.target().origin())
                ? HttpHeaders.headers().addAll(request.headers())
                : harmless(request.headers());
        if (!becomesGet(request.method(), response.status())) {
            return new OutboundRequest(request.method(), target, headers, request.body());
        }
        headers.remove(HttpHeaders.CONTENT_TYPE).remove(HttpHeaders.CONTENT_LENGTH);
        return new OutboundRequest(HttpMethod.GET, target, headers, null);
    }

    private static boolean becomesGet(HttpMethod method, int status) {
        return switch (status) {
            case 303 -> !method.equals(HttpMethod.HEAD);
            case 301, 302 -> method.equals(HttpMethod.POST);
            default -> false;
        };
    }

    private static MultiMap harmless(MultiMap headers) {
        MultiMap harmless = HttpHeaders.headers();
        for (String name : HARMLESS) {
            if (headers.contains(name)) {
                harmless.set(name, headers.getAll(name));
            }
        }
        return harmless;
    }
}
