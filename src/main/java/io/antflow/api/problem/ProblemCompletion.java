package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.inject.Singleton;
import java.net.URI;

/** Gives problems that the framework found what all of ours have: a type and a detail that helps. */
@Singleton
final class ProblemCompletion implements ProblemPostProcessor {

    private static final URI NOTHING_MORE_TO_SAY = URI.create("about:blank");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getType() != null) {
            // no `instance`: the path names the call, not this occurrence, and may hold any character
            return HttpProblem.builder(problem).withInstance(null).build();
        }
        return HttpProblem.builder(problem)
                .withType(NOTHING_MORE_TO_SAY)
                .withDetail(detail(problem))
                .withInstance(null)
                .build();
    }

    private static String detail(HttpProblem problem) {
        return switch (problem.getStatusCode()) {
            case 404 -> "there is no such resource; /q/openapi lists those there are";
            case 405 -> "this resource does not know the method; the header Allow lists those it does";
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
