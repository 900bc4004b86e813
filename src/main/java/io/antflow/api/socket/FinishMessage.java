package io.antflow.api.socket;

import io.antflow.engine.DashboardSnapshot;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * The run has ended.
 *
 * @param type {@code finish}
 * @param results items processed
 * @param failed items failed
 * @param errors how many failed, by exception class name
 */
@RegisterForReflection
record FinishMessage(String type, long results, long failed, Map<String, Long> errors) {

    /** @param last a snapshot of a run that has ended */
    static FinishMessage of(DashboardSnapshot last) {
        return new FinishMessage(
                "finish",
                last.pipelineStats().itemsProcessed(),
                last.pipelineStats().itemsFailed(),
                last.errorSummary().errorsByType());
    }
}
