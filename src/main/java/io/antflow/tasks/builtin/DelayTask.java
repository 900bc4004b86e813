package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits, and goes on with the same value. It holds its worker meanwhile, but no thread of the system.
 *
 * @param seconds gives how long
 */
record DelayTask(Expression seconds, Sleeper sleeper) implements Task<@Nullable JsonNode, @Nullable JsonNode> {

    private static final int MAX_SECONDS = 86_400;

    static Task<?, ?> of(With with, Sleeper sleeper) {
        JsonNode seconds = with.json("seconds");
        return new DelayTask(
                seconds.isNumber()
                        ? with.expressions().compile(seconds.decimalValue().toPlainString())
                        : with.expression("seconds", "0"),
                sleeper);
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        JsonNode given = seconds.one(input);
        double wait = given.isNumber() ? given.doubleValue() : Double.NaN;
        if (!(wait >= 0 && wait <= MAX_SECONDS)) {
            throw new UnusableValueException("seconds", "a number from 0 to %d".formatted(MAX_SECONDS), given);
        }
        context.setStatus("waiting %s s".formatted(given.asText()));
        sleeper.sleep(Duration.ofNanos(Math.round(wait * 1e9)));
        return input;
    }
}
