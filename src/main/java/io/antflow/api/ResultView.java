package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Failure;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The end of one item, as clients see it.
 *
 * @param id the item's id, as it was given
 * @param value any JSON
 * @param sequenceId its place in feed order, from 0
 * @param metadata what it carried
 * @param error why it failed; null when it did not
 * @param skipped why a task ended it before its time; null when none did
 */
@Schema(name = "Result", description = "The end of one item.")
public record ResultView(
        @Schema(ref = "ItemId") Object id,

        @Schema(
                implementation = Object.class,
                description = "What the last stage made of it; for a failed item, what it had when it failed.")
        @Nullable
        JsonNode value,

        @Schema(description = "Its place in feed order, from 0.", minimum = "0", examples = "16")
        long sequenceId,

        @Schema(description = "What it carried besides its value, unchanged.")
        Map<String, @Nullable Object> metadata,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Why it failed; absent when it did not.")
        @Nullable
        Error error,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Where and why a task ended it before its time; absent when none did.")
        @Nullable
        Skipped skipped) {

    /** Why an item ended before the last stage, without having failed. */
    @Schema(name = "ResultSkipped", description = "Why an item ended before the last stage, without having failed.")
    public record Skipped(
            @Schema(description = "The stage it ended in.", examples = "Check")
            String stage,

            @Schema(description = "What the task gave as its reason; empty when nothing.", examples = "not our country")
            String reason) {

        static @Nullable Skipped of(io.antflow.pipeline.@Nullable Skipped skipped) {
            return skipped == null ? null : new Skipped(skipped.stage(), skipped.reason());
        }
    }

    /** Why an item failed. */
    @Schema(name = "ResultError", description = "Why an item failed.")
    public record Error(
            @Schema(description = "The exception's class name.", examples = "java.io.IOException")
            String type,

            @Schema(description = "The exception's message; empty when it has none.", examples = "connection reset")
            String message,

            @Schema(description = "The stage it failed in.", examples = "Fetch")
            String stage,

            @Schema(
                    description = "How many attempts were made there; 0: its condition failed before the first.",
                    minimum = "0",
                    examples = "3")
            int attempts) {

        static @Nullable Error of(@Nullable Failure failure) {
            return failure == null
                    ? null
                    : new Error(failure.type(), failure.message(), failure.stage(), failure.attempts());
        }
    }
}
