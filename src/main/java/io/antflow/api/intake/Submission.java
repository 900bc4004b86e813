package io.antflow.api.intake;

import io.antflow.engine.Run;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items of one request.
 *
 * @param run the run they went into; null: nothing could be read, and no run was asked for
 * @param accepted how many are part of the run
 * @param refusedCount how many are not, while the submission went on
 * @param refused the first {@value #MAX_REFUSED} of these
 * @param problem why the submission ended before the end of the body, ready to be thrown; null: it did not
 * @param clientGone whether it ended because the client is gone or was silent for too long
 */
public record Submission(
        @Nullable Run run,
        long accepted,
        long refusedCount,
        List<RefusedItem> refused,
        @Nullable HttpProblem problem,
        boolean clientGone) {

    /** How many refused items are named. */
    public static final int MAX_REFUSED = 100;
}
