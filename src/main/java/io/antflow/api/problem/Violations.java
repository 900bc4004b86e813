package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with the fields of a body, or with parameters, all told at once. */
public final class Violations {

    private final ProblemType type;
    private final List<ViolationView> all = new ArrayList<>();

    /** Of a body. */
    public Violations() {
        this(ProblemType.INVALID_BODY);
    }

    /** What they amount to. */
    public Violations(ProblemType type) {
        this.type = type;
    }

    /**
     * Adds one.
     *
     * @param field the field's path, such as {@code item_ids[3]}; empty: the body as a whole
     */
    public void add(String field, String message) {
        all.add(new ViolationView(field, message, null, null));
    }

    /** @throws HttpProblem when there are any */
    public void throwIfAny() {
        if (!all.isEmpty()) {
            throw problem(type, all);
        }
    }

    static HttpProblem problem(ProblemType type, List<ViolationView> violations) {
        String detail =
                violations.stream().limit(3).map(ViolationView::toString).collect(Collectors.joining("; "));
        return type.with(violations.size() > 3 ? detail + "; and %d more".formatted(violations.size() - 3) : detail)
                .with("violations", List.copyOf(violations))
                .build();
    }
}
