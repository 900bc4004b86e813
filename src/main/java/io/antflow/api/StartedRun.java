package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.antflow.api.intake.Submission;
import io.antflow.engine.RunSummary;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A run and what became of the items it was started with.
 *
 * @param run the run as it is
 * @param items what became of the items
 */
@Schema(description = "A run and what became of the items it was started with.")
public record StartedRun(
        @JsonUnwrapped RunSummary run, @JsonUnwrapped FedItems items) {

    static StartedRun of(RunSummary run, Submission submission) {
        return new StartedRun(run, FedItems.of(submission));
    }
}
