package io.antflow.api.problem;

import io.antflow.catalog.ApplicationPipelineException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;

/** What the application defines, clients can't change. */
@Provider
public final class ApplicationPipelineMapper extends ExceptionMapperBase<ApplicationPipelineException> {

    @Override
    protected HttpProblem toProblem(ApplicationPipelineException refused) {
        return ProblemType.APPLICATION_PIPELINE.because(refused.getMessage() + "; choose another name");
    }
}
