package io.antflow.tasks;

import io.antflow.pipeline.Violation;
import java.util.List;

/** The parameters of a task are not right. */
public final class InvalidParametersException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** @param violations all of them, at least one; their fields are paths inside {@code with}, such as {@code headers.Accept} */
    public InvalidParametersException(List<Violation> violations) {
        super(violations.toString());
        this.violations = List.copyOf(violations);
    }

    /** All that is wrong; fields are paths inside {@code with}. */
    public List<Violation> violations() {
        return violations;
    }
}
