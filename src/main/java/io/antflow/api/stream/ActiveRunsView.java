package io.antflow.api.stream;

import io.antflow.engine.RunSummary;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The active runs at one moment.
 *
 * @param timestamp Unix seconds
 * @param runs those that have not ended, newest first
 */
@RegisterForReflection
@Schema(name = "ActiveRuns", description = "The active runs at one moment.")
record ActiveRunsView(
        @Schema(description = "When, in Unix seconds.", examples = "1763938800.123")
        double timestamp,

        @Schema(description = "The runs that have not ended, newest first.")
        List<RunSummary> runs) {

    static final String EXAMPLE = """
            {"timestamp": 1763938800.123, "runs": []}""";
}
