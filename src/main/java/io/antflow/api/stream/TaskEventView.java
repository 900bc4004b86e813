package io.antflow.api.stream;

import io.antflow.engine.TaskEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The beginning or end of an attempt, as clients see it.
 *
 * @param itemId the item's id, as it was given
 * @param stage where it happened
 * @param taskName the task's name in its stage
 * @param worker who made the attempt
 * @param eventType what happened
 * @param attempt the attempt's number, from 1
 * @param timestamp Unix seconds
 * @param error the exception's message; null when the attempt has not failed
 * @param duration seconds; null when the attempt has only begun
 */
@RegisterForReflection
@Schema(name = "TaskEvent", description = "The beginning or end of an attempt of a task.")
record TaskEventView(
        @Schema(ref = "ItemId") Object itemId,

        @Schema(description = "The stage it happened in.", examples = "Fetch")
        String stage,

        @Schema(description = "The task's name in its stage.", examples = "fetch_user")
        String taskName,

        @Schema(description = "Who made the attempt.", examples = "Fetch-W0")
        String worker,

        @Schema(
                description = "What happened: an attempt has begun, has succeeded, has failed and another follows, has"
                        + " failed and the item with it.",
                enumeration = {"start", "complete", "retry", "fail"},
                examples = "retry")
        String eventType,

        @Schema(
                description = "The attempt's number: of the task under `per_task`, of the stage under `per_stage`.",
                minimum = "1",
                examples = "1")
        int attempt,

        @Schema(description = "When, in Unix seconds.", examples = "1763938800.123")
        double timestamp,

        @Schema(
                description =
                        "The exception's message, or its class name when it has none; null when the attempt has not"
                                + " failed.",
                examples = "connection reset")
        @Nullable
        String error,

        @Schema(
                description = "How long the attempt took, in seconds, waits for limits not included; null when it has"
                        + " only begun.",
                minimum = "0",
                examples = "0.1")
        @Nullable
        Double duration) {

    static TaskEventView of(TaskEvent event) {
        return new TaskEventView(
                event.itemId(),
                event.stage(),
                event.task(),
                event.worker(),
                event.type().name().toLowerCase(Locale.ROOT),
                event.attempt(),
                event.timestamp(),
                error(event.error()),
                event.type() == TaskEvent.Type.START ? null : (Double) (event.durationNanos() / 1e9));
    }

    private static @Nullable String error(@Nullable Throwable error) {
        if (error == null) {
            return null;
        }
        String message = error.getMessage();
        return message == null || message.isEmpty() ? error.getClass().getName() : message;
    }
}
