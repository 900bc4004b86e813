package io.antflow.catalog;

import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects what is wrong with one definition. What could not be read is judged no further: something harmless stands in
 * for it, so that all the rest can be judged. Of a great many violations only the first {@value #MAX} are kept.
 */
final class Violations {

    static final int MAX = 100;

    private static final Pattern STAGE = Pattern.compile("stages\\[(\\d{1,4})].*", Pattern.DOTALL);

    /** Those of one stage stand together, whoever found them. */
    private static final Comparator<Violation> BY_STAGE = Comparator.comparingInt(Violations::stageIndex);

    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();

    /** Adds one about a field that is not there, or holds something of another kind. */
    void unreadable(String field, String message) {
        add(field, message);
        if (!enough()) {
            unreadable.add(field);
        }
    }

    /** Adds one about what was read from a field. */
    void add(String field, String message) {
        if (!enough() && unreadable.stream().noneMatch(other -> isWithin(other, field))) {
            violations.add(new Violation(field, message));
        }
    }

    /** Whether the field or something inside it could not be read. */
    boolean hasUnreadable(String field) {
        return unreadable.stream().anyMatch(other -> isWithin(field, other));
    }

    /** Whether looking for more is pointless. */
    boolean enough() {
        return violations.size() >= MAX;
    }

    /** @throws InvalidPipelineException there are some */
    void throwIfAny(String pipeline) {
        if (!violations.isEmpty()) {
            throw new InvalidPipelineException(
                    pipeline, violations.stream().sorted(BY_STAGE).toList());
        }
    }

    private static boolean isWithin(String outer, String field) {
        return field.startsWith(outer)
                && (field.length() == outer.length() || ".[".indexOf(field.charAt(outer.length())) >= 0);
    }

    private static int stageIndex(Violation violation) {
        Matcher stage = STAGE.matcher(violation.field());
        return stage.matches() ? Integer.parseInt(stage.group(1)) : -1;
    }
}
