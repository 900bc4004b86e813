package io.antflow.api.problem;

import io.antflow.catalog.FilePipelineException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;

/** What a file defines, clients change there. */
@Provider
public final class FilePipelineMapper extends ExceptionMapperBase<FilePipelineException> {

    @Override
    protected HttpProblem toProblem(FilePipelineException refused) {
        return ProblemType.FILE_PIPELINE.because(String.valueOf(refused.getMessage()));
    }
}
