package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Bottleneck;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.FailedItem;
import io.antflow.engine.StageStats;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A run in a small panel: bar, stages with their busy workers, rate and time to go, what became of the items. */
public final class CompactDashboard extends TerminalDashboard {

    private static final String ARROW = " → ";

    /** Draws there as {@link Screen#ofThisProcess()} says. */
    public CompactDashboard(Appendable out) {
        this(out, Screen.ofThisProcess());
    }

    /** Draws there. */
    public CompactDashboard(Appendable out, Screen screen) {
        super(out, screen);
    }

    @Override
    List<AttributedString> frame(DashboardSnapshot snapshot, Screen screen) {
        Panel panel = new Panel(screen.width());
        List<AttributedString> figures = new ArrayList<>(Wording.pace(snapshot));
        figures.addAll(Wording.outcome(snapshot));
        List<AttributedString> lines = new ArrayList<>();
        lines.add(Overview.bar(snapshot, panel.room()));
        lines.add(stages(snapshot, panel.room()));
        lines.add(Wording.line(figures, Wording.GAP, panel.room()));
        snapshot.errorSummary().failedItems().stream().findFirst().ifPresent(failed -> lines.add(lastFailure(failed)));
        return panel.around(
                Wording.text(Ink.STRONG, CleanText.of(snapshot.pipeline())), Wording.status(snapshot), lines);
    }

    /** All stages, or, where there is no room for all, those that are at work. */
    private static AttributedString stages(DashboardSnapshot snapshot, int room) {
        List<StageStats> all = List.copyOf(snapshot.pipelineStats().stageStats().values());
        String bottleneck = Bottleneck.of(snapshot).orElse("");
        AttributedString line = flow(all, bottleneck);
        if (line.columnLength() <= room) {
            return line;
        }
        List<StageStats> active = all.stream()
                .filter(stage ->
                        stage.inProgressItems() > 0 || stage.stageName().equals(bottleneck))
                .toList();
        if (active.isEmpty()) {
            return Fit.cut(line, room);
        }
        AttributedString hidden = Wording.text(
                Ink.FAINT,
                active.size() == all.size() ? "" : "  … %s more".formatted(Figures.count(all.size() - active.size())));
        return new AttributedStringBuilder()
                .append(Fit.cut(flow(active, bottleneck), room - hidden.columnLength()))
                .append(hidden)
                .toAttributedString();
    }

    private static AttributedString flow(List<StageStats> stages, String bottleneck) {
        AttributedStringBuilder flow = new AttributedStringBuilder();
        for (StageStats stage : stages) {
            boolean marked = stage.stageName().equals(bottleneck);
            Ink ink = marked || stage.paused() ? Ink.NOTABLE : stage.inProgressItems() == 0 ? Ink.FAINT : Ink.PLAIN;
            flow.append(flow.length() == 0 ? "" : ARROW, Ink.FAINT.style())
                    .append(marked ? "▸ " : stage.paused() ? "‖ " : "", ink.style())
                    .append(
                            CleanText.of(stage.stageName()) + " " + stage.inProgressItems() + "/" + stage.workers(),
                            ink.style());
        }
        return flow.toAttributedString();
    }

    private static AttributedString lastFailure(FailedItem failed) {
        return new AttributedStringBuilder()
                .append("last failed: ", Ink.FAINT.style())
                .append(CleanText.of(failed.itemId()) + " at " + CleanText.of(failed.stage()) + ", ")
                .append(Wording.error(failed))
                .toAttributedString();
    }

    @Override
    List<AttributedString> summary(DashboardSnapshot last, Screen screen) {
        return Summary.withFailures(last, screen);
    }
}
