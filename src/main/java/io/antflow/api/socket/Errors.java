package io.antflow.api.socket;

import io.antflow.engine.ErrorSummary;
import io.antflow.engine.FailedItem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * What failed in a run.
 *
 * @param total how many items
 * @param byType by exception class name, most frequent first
 * @param byStage by stage name, in pipeline order; stages without failures are left out
 * @param recent the last {@value #RECENT} at most, oldest first, as front ends expect
 */
@RegisterForReflection
record Errors(long total, Map<String, Long> byType, Map<String, Long> byStage, List<Failed> recent) {

    private static final int RECENT = 10;

    static Errors of(ErrorSummary summary) {
        return new Errors(
                summary.totalFailed(),
                summary.errorsByType(),
                summary.errorsByStage(),
                summary.failedItems().stream()
                        .limit(RECENT)
                        .map(Failed::of)
                        .toList()
                        .reversed());
    }

    /**
     * A failed item.
     *
     * @param itemId its id, as it was given
     * @param error the exception's message; empty when it has none
     * @param type the exception's class name
     * @param stage where it failed
     * @param timestamp when, in Unix seconds
     */
    @RegisterForReflection
    record Failed(Object itemId, String error, String type, String stage, double timestamp) {

        static Failed of(FailedItem item) {
            return new Failed(item.itemId(), item.error(), item.errorType(), item.stage(), item.timestamp());
        }
    }
}
