package io.antflow.dashboard.terminal;

import io.antflow.engine.DashboardSnapshot;
import java.util.List;
import org.jline.utils.AttributedString;

/** A run in figures: how far it is, a table of its stages, a table of its workers, and what failed by type. */
public final class DetailedDashboard extends TerminalDashboard {

    /** Draws there as {@link Screen#ofThisProcess()} says. */
    public DetailedDashboard(Appendable out) {
        this(out, Screen.ofThisProcess());
    }

    /** Draws there. */
    public DetailedDashboard(Appendable out, Screen screen) {
        super(out, screen);
    }

    @Override
    List<AttributedString> frame(DashboardSnapshot snapshot, Screen screen) {
        int width = screen.width();
        return Section.stack(
                List.of(
                        new Overview(snapshot, width),
                        new Stages(snapshot, width, false),
                        new Workers(snapshot, width, false),
                        new FailuresByType(snapshot.errorSummary(), width)),
                screen.height() - 1 - Summary.linesBelow(snapshot, screen));
    }

    @Override
    List<AttributedString> summary(DashboardSnapshot last, Screen screen) {
        return Summary.of(last, screen);
    }
}
