package io.antflow.api.problem;

import io.antflow.catalog.CatalogFullException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** There is room again when somebody deletes a definition. */
@Provider
public final class CatalogFullMapper extends ExceptionMapperBase<CatalogFullException> {

    private static final int RETRY_AFTER_SECONDS = 60;

    @Override
    protected HttpProblem toProblem(CatalogFullException full) {
        return ProblemType.TOO_MANY_PIPELINES
                .with(String.valueOf(full.getMessage()))
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
