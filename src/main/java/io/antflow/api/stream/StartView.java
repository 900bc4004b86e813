package io.antflow.api.stream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What comes first in a stream of a run's snapshots.
 *
 * @param runId the run's id
 * @param pipeline the pipeline's name
 * @param total items accepted so far
 * @param stages the stages' names, in order
 * @param interval seconds between snapshots
 */
@RegisterForReflection
@Schema(name = "StreamStart", description = "What comes first in a stream of a run's snapshots.")
record StartView(
        @Schema(description = "The run's id.", examples = "01K9Z4T8Q0B8W5")
        String runId,

        @Schema(description = "The pipeline's name.", examples = "users")
        String pipeline,

        @Schema(description = "Items accepted so far.", minimum = "0", examples = "300")
        long total,

        @Schema(description = "The stages' names, in order.", examples = "[\"Fetch\", \"Save\"]")
        List<String> stages,

        @Schema(description = "Seconds between snapshots.", examples = "0.5")
        double interval) {

    static final String EXAMPLE = """
            {"run_id": "01K9Z4T8Q0B8W5", "pipeline": "users", "total": 300, "stages": ["Fetch", "Save"], "interval": 0.5}""";
}
