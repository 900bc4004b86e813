package io.antflow.engine;

import java.util.List;
import java.util.Map;

/**
 * What failed in a run.
 *
 * @param totalFailed how many items
 * @param errorsByType by exception class name, most frequent first
 * @param errorsByStage by stage name, in pipeline order; stages without failures are left out
 * @param failedItems most recent first
 */
public record ErrorSummary(
        long totalFailed,
        Map<String, Long> errorsByType,
        Map<String, Long> errorsByStage,
        List<FailedItem> failedItems) {}
