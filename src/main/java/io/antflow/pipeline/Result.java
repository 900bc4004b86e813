package io.antflow.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of one item.
 *
 * @param id the item's id: a string or a whole number, as it was given
 * @param value what the last stage returned; null is a value; for a failed item, what it had when it failed
 * @param sequenceId its place in feed order, from 0
 * @param metadata what it carried; unmodifiable
 * @param error why it failed; null when it did not
 * @param skipped why a task ended it before its time; null when none did
 */
public record Result(
        Object id,
        @Nullable Object value,
        long sequenceId,
        Map<String, @Nullable Object> metadata,
        @Nullable Failure error,
        @Nullable Skipped skipped) {

    /** Whether the item failed. */
    public boolean failed() {
        return error != null;
    }
}
