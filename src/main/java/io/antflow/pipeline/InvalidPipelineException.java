package io.antflow.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/** A definition breaks the rules; tells every violation at once. */
public final class InvalidPipelineException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** @param violations all of them, at least one */
    public InvalidPipelineException(String pipeline, List<Violation> violations) {
        super("pipeline '%s' is invalid: %s"
                .formatted(
                        pipeline, violations.stream().map(Violation::toString).collect(Collectors.joining("; "))));
        this.violations = List.copyOf(violations);
    }

    /** All violations, in the order of the definition. */
    public List<Violation> violations() {
        return violations;
    }
}
