package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Bottleneck;
import io.antflow.dashboard.Progress;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A run on one line: bar, percentage, counts, rate, failures, time to go. */
public final class ProgressDashboard extends TerminalDashboard {

    private static final String GAP = " | ";
    private static final int WIDEST_NAME = 20;
    private static final int WIDEST_BAR = 40;
    private static final int LEAST_BAR = 10;

    /** Draws there as {@link Screen#ofThisProcess()} says. */
    public ProgressDashboard(Appendable out) {
        this(out, Screen.ofThisProcess());
    }

    /** Draws there. */
    public ProgressDashboard(Appendable out, Screen screen) {
        super(out, screen);
    }

    @Override
    List<AttributedString> frame(DashboardSnapshot snapshot, Screen screen) {
        int width = screen.width();
        AttributedString name = Wording.text(
                Ink.STRONG, Fit.cut(CleanText.of(snapshot.pipeline()), Math.min(WIDEST_NAME, width / 5)) + " ");
        List<AttributedString> figures = figures(snapshot);
        int wanted = figures.stream().mapToInt(AttributedString::columnLength).sum()
                + GAP.length() * (figures.size() - 1)
                + "[] ".length();
        int bar = Math.clamp(width - name.columnLength() - wanted, LEAST_BAR, WIDEST_BAR);
        AttributedString head = new AttributedStringBuilder()
                .append(name)
                .append("[")
                .append(Bar.of(snapshot, bar))
                .append("] ")
                .toAttributedString();
        return List.of(new AttributedStringBuilder()
                .append(head)
                .append(Wording.line(figures, GAP, width - head.columnLength()))
                .toAttributedString());
    }

    private static List<AttributedString> figures(DashboardSnapshot snapshot) {
        long failed = snapshot.pipelineStats().itemsFailed();
        List<AttributedString> figures = new ArrayList<>();
        figures.add(Wording.text(
                Ink.STRONG,
                "%6s".formatted(Figures.percent(Progress.of(snapshot).share()))));
        figures.add(Wording.text(Ink.PLAIN, Wording.ofTotal(snapshot)));
        figures.add(Wording.text(Ink.PLAIN, Figures.rate(snapshot.itemsPerSecond())));
        figures.add(Wording.text(Ink.ofBad(failed), Figures.count(failed) + " failed"));
        if (snapshot.status() == RunStatus.PAUSED) {
            figures.add(Wording.text(Ink.NOTABLE, "paused"));
        } else if (snapshot.pipelineStats().itemsInFlight() > 0) {
            figures.add(Wording.text(Ink.PLAIN, Wording.eta(snapshot)));
            Bottleneck.of(snapshot)
                    .ifPresent(stage ->
                            figures.add(Wording.text(Ink.NOTABLE, "▸ " + Fit.cut(CleanText.of(stage), WIDEST_NAME))));
        }
        return figures;
    }

    @Override
    List<AttributedString> summary(DashboardSnapshot last, Screen screen) {
        return Summary.withFailures(last, screen);
    }
}
