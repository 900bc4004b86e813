package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A run whose client waited for its end, as documented; written by {@link EndedRunOutput}.
 *
 * @param run the run and what became of the items
 * @param results in input order
 */
@Schema(description = "A run that has ended, and its results.")
record EndedRun(
        @JsonUnwrapped StartedRun run,
        @Schema(description = "In input order.") List<ResultView> results) {}
