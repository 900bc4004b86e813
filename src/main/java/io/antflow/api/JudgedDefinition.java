package io.antflow.api;

import io.antflow.api.problem.ViolationView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a definition would be taken.
 *
 * @param valid whether it would
 * @param violations why not; empty when it is valid
 */
@RegisterForReflection
@Schema(description = "Whether a definition would be taken.")
record JudgedDefinition(
        @Schema(description = "Whether it would be taken.") boolean valid,

        @Schema(description = "Everything that is wrong with it, up to 100 violations; empty when it is valid.")
        List<ViolationView> violations) {

    JudgedDefinition {
        violations = List.copyOf(violations);
    }
}
