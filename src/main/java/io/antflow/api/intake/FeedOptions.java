package io.antflow.api.intake;

import io.antflow.api.problem.ProblemType;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * How the items of one request enter their run.
 *
 * @param priority lower is sooner
 * @param stage the stage they enter
 * @param mayBeEmpty whether a body of no bytes is no items, where a JSON array is expected
 */
public record FeedOptions(int priority, String stage, boolean mayBeEmpty) {

    /**
     * Reads the query parameters.
     *
     * @param priority as it was sent; null: {@value Item#DEFAULT_PRIORITY}
     * @param stage as it was sent; null: the first
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when the priority is no whole number, 404 when there is no
     *     such stage
     */
    public static FeedOptions of(Pipeline pipeline, @Nullable String priority, @Nullable String stage) {
        if (stage == null) {
            return new FeedOptions(priority(priority), pipeline.firstStage().name(), false);
        }
        if (!pipeline.stageNames().contains(stage)) {
            throw ProblemType.UNKNOWN_STAGE.because("pipeline '%s' has no stage '%s'; its stages are %s"
                    .formatted(pipeline.name(), stage, pipeline.stageNames()));
        }
        return new FeedOptions(priority(priority), stage, false);
    }

    /** These, and there need be no body at all. */
    public FeedOptions orNothing() {
        return new FeedOptions(priority, stage, true);
    }

    private static int priority(@Nullable String text) {
        if (text == null) {
            return Item.DEFAULT_PRIORITY;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ProblemType.INVALID_PARAMETER.because("priority is a whole number from %d to %d, not '%s'"
                    .formatted(Integer.MIN_VALUE, Integer.MAX_VALUE, text));
        }
    }
}
