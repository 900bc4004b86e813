package io.antflow.api.problem;

import io.antflow.catalog.InvalidDefinitionException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** A definition that can't be read or breaks the rules is the client's mistake. */
@Provider
public final class InvalidDefinitionMapper extends ExceptionMapperBase<InvalidDefinitionException> {

    @Override
    protected HttpProblem toProblem(InvalidDefinitionException invalid) {
        List<ViolationView> violations =
                invalid.violations().stream().map(ViolationView::of).toList();
        return invalid.malformed()
                ? malformed(violations.getFirst())
                : Violations.problem(ProblemType.INVALID_BODY, violations);
    }

    private static HttpProblem malformed(ViolationView fault) {
        if (fault.line() == null) {
            return ProblemType.MALFORMED_BODY.because(fault.message());
        }
        return ProblemType.MALFORMED_BODY
                .with("line %d, column %d: %s".formatted(fault.line(), fault.column(), fault.message()))
                .with("line", fault.line())
                .with("column", fault.column())
                .build();
    }
}
