package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.api.problem.Violations;
import io.antflow.engine.Run;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to change in a stage.
 *
 * @param workers the size of its pool from now on; null: as it is
 * @param paused whether it is held; null: as it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What to change in a stage; at least one of these.", minProperties = 1)
record StageChange(
        @Schema(description = "The size of its pool from now on.", minimum = "1", maximum = "10000", examples = "20")
        @Nullable
        Integer workers,

        @Schema(description = "True: hold it; false: let it go on.") @Nullable
        Boolean paused) {

    private static final int MAX_WORKERS = Run.MAX_WORKERS;

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 with every violation */
    static StageChange of(ObjectNode document) {
        Violations violations = new Violations();
        if (document.isEmpty()) {
            violations.add("", "there is nothing to change; say workers or paused");
        }
        Integer workers = null;
        Boolean paused = null;
        for (var field : document.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "workers" -> {
                    if (value.isInt() && value.intValue() >= 1 && value.intValue() <= MAX_WORKERS) {
                        workers = value.intValue();
                    } else {
                        violations.add("workers", "is a whole number from 1 to %d".formatted(MAX_WORKERS));
                    }
                }
                case "paused" -> {
                    if (value.isBoolean()) {
                        paused = value.booleanValue();
                    } else {
                        violations.add("paused", "is true or false");
                    }
                }
                default -> violations.add(field.getKey(), "there is no such field; there are workers and paused");
            }
        }
        violations.throwIfAny();
        return new StageChange(workers, paused);
    }
}
