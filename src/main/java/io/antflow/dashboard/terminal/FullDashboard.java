package io.antflow.dashboard.terminal;

import io.antflow.engine.DashboardSnapshot;
import java.util.List;
import org.jline.utils.AttributedString;

/** A run from close by: how far it is, its stages with their queues, rates and ages, what each worker is at, and the items that
 * failed last. */
public final class FullDashboard extends TerminalDashboard {

    /** Draws there as {@link Screen#ofThisProcess()} says. */
    public FullDashboard(Appendable out) {
        this(out, Screen.ofThisProcess());
    }

    /** Draws there. */
    public FullDashboard(Appendable out, Screen screen) {
        super(out, screen);
    }

    @Override
    List<AttributedString> frame(DashboardSnapshot snapshot, Screen screen) {
        int width = screen.width();
        return Section.stack(
                List.of(
                        new Overview(snapshot, width),
                        new Stages(snapshot, width, true),
                        new Workers(snapshot, width, true),
                        new LatestFailures(snapshot, width)),
                screen.height() - 1 - Summary.linesBelow(snapshot, screen));
    }

    @Override
    List<AttributedString> summary(DashboardSnapshot last, Screen screen) {
        return Summary.of(last, screen);
    }
}
