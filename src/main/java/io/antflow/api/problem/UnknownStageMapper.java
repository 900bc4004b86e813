package io.antflow.api.problem;

import io.antflow.engine.UnknownStageException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;

/** The message names the stages there are. */
@Provider
public final class UnknownStageMapper extends ExceptionMapperBase<UnknownStageException> {

    @Override
    protected HttpProblem toProblem(UnknownStageException unknown) {
        return ProblemType.UNKNOWN_STAGE.because(String.valueOf(unknown.getMessage()));
    }
}
