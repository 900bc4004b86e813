package io.antflow.api.problem;

import io.antflow.pipeline.InvalidPipelineException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;

/** A definition that breaks the rules is the client's mistake. */
@Provider
public final class InvalidPipelineMapper extends ExceptionMapperBase<InvalidPipelineException> {

    @Override
    protected HttpProblem toProblem(InvalidPipelineException invalid) {
        return Violations.problem(ProblemType.INVALID_BODY, invalid.violations());
    }
}
