package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Progress;
import io.antflow.engine.DashboardSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** What is said of a run that has ended. */
final class Summary {

    /** Types of failures that are listed; more are counted. */
    private static final int MOST_TYPES = 8;

    private Summary() {}

    /** How many lines are to be left for {@link #of} below a frame. */
    static int linesBelow(DashboardSnapshot snapshot, Screen screen) {
        return Progress.of(snapshot).over() ? of(snapshot, screen).size() : 0;
    }

    /** Below a frame that tells of failures itself. */
    static List<AttributedString> of(DashboardSnapshot last, Screen screen) {
        return List.of(AttributedString.EMPTY, Wording.ending(last, screen.width()));
    }

    /** Below a frame that does not. */
    static List<AttributedString> withFailures(DashboardSnapshot last, Screen screen) {
        List<AttributedString> summary = new ArrayList<>(List.of(Wording.ending(last, screen.width())));
        FailuresByType failures = new FailuresByType(last.errorSummary(), screen.width());
        if (failures.wanted() > 0) {
            summary.addAll(failures.draw(Math.min(failures.wanted(), 1 + MOST_TYPES)));
        }
        return summary;
    }
}
