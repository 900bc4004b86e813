package io.antflow.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.LogLines;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.ws.rs.core.Response.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemCompletionTest {

    private final ProblemCompletion completion = new ProblemCompletion();

    @ParameterizedTest
    @EnumSource
    void nothingThatIsRefusedIsLogged(ProblemType type) {
        try (LogLines log = LogLines.watch()) {
            HttpProblem problem = type.because("not now");

            assertThat(completion
                            .apply(problem, ProblemContext.of(problem, "/api/runs"))
                            .getDetail())
                    .isEqualTo("not now");
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 406, 415})
    void nothingThatClientsGetWrongIsLogged(int status) {
        try (LogLines log = LogLines.watch()) {
            HttpProblem problem = HttpProblem.valueOf(Status.fromStatusCode(status));

            completion.apply(problem, ProblemContext.of(problem, "/api/runs"));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void whatGoesWrongInTheServiceIsLoggedWithItsCause() {
        try (LogLines log = LogLines.watch()) {
            HttpProblem problem = HttpProblem.valueOf(Status.INTERNAL_SERVER_ERROR, "secret");

            HttpProblem told =
                    completion.apply(problem, ProblemContext.of(new IllegalStateException("a bug"), "/api/runs/x"));

            assertThat(told.getDetail()).isEqualTo("something went wrong in the service; its log says what");
            assertThat(log.lines()).singleElement().asString().contains("java.lang.IllegalStateException: a bug");
        }
    }
}
