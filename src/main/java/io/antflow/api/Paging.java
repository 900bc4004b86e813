package io.antflow.api;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jspecify.annotations.Nullable;

/** How lists are cut into pages. */
final class Paging {

    static final int MAX_LIMIT = 1000;
    static final int DEFAULT_LIMIT = 100;

    private Paging() {}

    static int limit(@Nullable String text) {
        return QueryText.wholeNumber("limit", text, 1, MAX_LIMIT, DEFAULT_LIMIT);
    }

    static long sequence(@Nullable String cursor) {
        if (cursor == null) {
            return 0;
        }
        try {
            long sequence = Long.parseLong(cursor);
            if (sequence >= 0) {
                return sequence;
            }
        } catch (NumberFormatException e) {
            // the answer is the same
        }
        throw unknownCursor();
    }

    static HttpProblem unknownCursor() {
        return ProblemType.INVALID_PARAMETER.because("cursor is the next_cursor of the page before, or absent");
    }
}
