package io.antflow.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many items were taken.
 *
 * @param accepted how many
 */
@Schema(description = "How many items were taken.")
public record Accepted(
        @Schema(description = "How many.", minimum = "0", examples = "3")
        long accepted) {}
