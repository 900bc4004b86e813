package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fails now and then, for drills. Which attempts of which items it hits follows from the seed alone, whatever order they come in.
 *
 * @param probability 0 to 1
 * @param slowness how long an attempt takes that is hit, if it is to be slow
 */
record FailTask(double probability, Kind kind, String message, Duration slowness, long seed, Sleeper sleeper)
        implements Task<@Nullable JsonNode, @Nullable JsonNode> {

    enum Kind {
        RETRYABLE,
        NOT_RETRYABLE,
        TIMEOUT,
        SLOW
    }

    /** Longer than any attempt should be let go on. */
    private static final Duration HANGING = Duration.ofDays(1);

    private static final int SLOW_SECONDS = 10;

    /** @param seed for when none is given */
    static Task<?, ?> of(With with, long seed, Sleeper sleeper) {
        return new FailTask(
                with.number("probability", 1),
                with.choice("kind", Kind.class, Kind.RETRYABLE),
                with.text("message", "a drill"),
                Duration.ofNanos(Math.round(with.number("seconds", SLOW_SECONDS) * 1e9)),
                with.has("seed") ? with.json("seed").longValue() : seed,
                sleeper);
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        if (isHit(context)) {
            switch (kind) {
                case RETRYABLE -> throw new DrillException(message);
                case NOT_RETRYABLE -> throw new FinalDrillException(message);
                case TIMEOUT -> {
                    context.setStatus("hanging, for a drill");
                    sleeper.sleep(HANGING);
                }
                case SLOW -> {
                    context.setStatus("slow, for a drill");
                    sleeper.sleep(slowness);
                }
            }
        }
        return input;
    }

    private boolean isHit(TaskContext context) {
        SplittableRandom item = new SplittableRandom(new SplittableRandom(seed).nextLong() + context.sequenceId());
        SplittableRandom attempt = new SplittableRandom(item.nextLong() + context.attempt());
        return attempt.nextDouble() < probability;
    }
}
