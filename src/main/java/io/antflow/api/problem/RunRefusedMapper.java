package io.antflow.api.problem;

import io.antflow.engine.RunRefusedException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** A run that can't start now may start later. */
@Provider
public final class RunRefusedMapper extends ExceptionMapperBase<RunRefusedException> {

    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    protected HttpProblem toProblem(RunRefusedException refused) {
        ProblemType type = switch (refused.reason()) {
            case TOO_MANY_RUNS -> ProblemType.TOO_MANY_RUNS;
            case SHUTTING_DOWN -> ProblemType.SHUTTING_DOWN;
        };
        return type.with(String.valueOf(refused.getMessage()))
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
