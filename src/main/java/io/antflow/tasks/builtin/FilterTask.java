package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the items for which an expression holds; the others end there, as skipped.
 *
 * @param reason what is told of those
 */
record FilterTask(Expression keep, String reason) implements Task<@Nullable JsonNode, @Nullable Object> {

    static Task<?, ?> of(With with) {
        return new FilterTask(
                with.expression("keep", "true"),
                with.text("reason", "filtered out: " + with.text("keep", "") + " is false"));
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable Object run(@Nullable JsonNode input, TaskContext context) throws Exception {
        return keep.test(input) ? input : new Skip(reason);
    }
}
