package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import java.util.SortedSet;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * Gives problems that the framework found what all of ours have: a type and a detail that helps. Logs those that are the
 * service's own fault, and no others.
 */
@Singleton
final class ProblemCompletion implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(ProblemCompletion.class);
    private static final URI NOTHING_MORE_TO_SAY = URI.create("about:blank");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        // No `instance` ever: the path names the call, not this occurrence, and may hold any character.
        HttpProblem.Builder complete = HttpProblem.builder(problem).withInstance(null);
        if (problem.getType() != null) {
            return complete.build();
        }
        Optional<AccessProblem> access = AccessProblem.of(context.cause);
        if (access.isPresent()) {
            return access.get().problem();
        }
        int status = problem.getStatusCode();
        if (status >= Status.INTERNAL_SERVER_ERROR.getStatusCode() && !clientIsGone()) {
            LOG.errorf(context.cause, "A request for %s failed", context.path);
        }
        if (status == Status.NOT_FOUND.getStatusCode() || status == Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            SortedSet<String> methods = AllowedMethods.ofThisRequest();
            if (!methods.isEmpty()) {
                return notAllowed(methods);
            }
        }
        return complete.withType(NOTHING_MORE_TO_SAY)
                .withDetail(detail(problem))
                .build();
    }

    /** An answer that can't be written because its client has left is no fault of the service. */
    private static boolean clientIsGone() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        return request != null && request.serverResponse().closed();
    }

    private static HttpProblem notAllowed(SortedSet<String> methods) {
        String allowed = String.join(", ", methods);
        return HttpProblem.builder()
                .withType(NOTHING_MORE_TO_SAY)
                .withStatus(Status.METHOD_NOT_ALLOWED)
                .withTitle(Status.METHOD_NOT_ALLOWED.getReasonPhrase())
                .withDetail("this resource knows the methods " + allowed)
                .withHeader(HttpHeaders.ALLOW, allowed)
                .build();
    }

    private static String detail(HttpProblem problem) {
        return switch (problem.getStatusCode()) {
            case 404 -> "there is no such resource; /q/openapi lists those there are";
            case 406 -> "none of the media types in Accept is there; /q/openapi lists those there are";
            case 415 -> "a body of this Content-Type is not taken; /q/openapi lists those that are";
            case 500 -> "something went wrong in the service; its log says what";
            default -> {
                String said = problem.getDetail();
                yield said == null ? problem.getTitle() : said;
            }
        };
    }
}
