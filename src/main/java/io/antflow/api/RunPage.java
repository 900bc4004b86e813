package io.antflow.api;

import io.antflow.engine.RunSummary;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some runs, newest first.
 *
 * @param runs the runs
 * @param nextCursor what to ask for to get the next page; null when there is none
 */
@Schema(description = "Some runs, newest first.")
public record RunPage(
        @Schema(description = "The runs.") List<RunSummary> runs,

        @Schema(description = "The `cursor` of the next page; null when there is none.") @Nullable
        String nextCursor) {}
