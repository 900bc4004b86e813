package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Progress;
import io.antflow.engine.DashboardSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** Which run it is, how far, how fast, and what became of its items. */
record Overview(DashboardSnapshot snapshot, int width) implements Section {

    private static final int LINES = 3;

    /** Leaves what stands behind it in sight on a terminal that is narrower than it was said to be. */
    private static final int WIDEST_BAR = 50;

    @Override
    public int wanted() {
        return LINES;
    }

    @Override
    public int least() {
        return LINES;
    }

    @Override
    public List<AttributedString> draw(int lines) {
        return List.of(title(), bar(snapshot, width), figures());
    }

    private AttributedString title() {
        AttributedString status = Wording.status(snapshot);
        AttributedString run = Wording.text(Ink.FAINT, "run " + CleanText.of(snapshot.runId()));
        int room = width - status.columnLength() - Wording.GAP.length();
        AttributedString name = Wording.text(Ink.STRONG, Fit.cut(CleanText.of(snapshot.pipeline()), room));
        return Wording.line(List.of(name, status, run), Wording.GAP, width);
    }

    /** The bar with percentage and counts. */
    static AttributedString bar(DashboardSnapshot snapshot, int width) {
        AttributedString figures = new AttributedStringBuilder()
                .append("  ")
                .append("%6s".formatted(Figures.percent(Progress.of(snapshot).share())), Ink.STRONG.style())
                .append("  " + Wording.ofTotal(snapshot))
                .toAttributedString();
        AttributedStringBuilder bar = new AttributedStringBuilder()
                .append(Bar.of(snapshot, Math.clamp(width - figures.columnLength(), 0, WIDEST_BAR)))
                .append(figures);
        return Fit.cut(bar.toAttributedString(), width);
    }

    private AttributedString figures() {
        List<AttributedString> figures = new ArrayList<>(Wording.pace(snapshot));
        figures.addAll(Wording.outcome(snapshot));
        return Wording.line(figures, Wording.GAP, width);
    }
}
