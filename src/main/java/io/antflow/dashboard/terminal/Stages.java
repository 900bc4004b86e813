package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Bottleneck;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.StageStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** The stages as a table, the bottleneck marked. */
final class Stages implements Section {

    private static final String MARK = "▸ ";
    private static final String NO_MARK = "  ";
    private static final int GAUGE = 8;
    private static final int LEAST_NOTES = 10;
    private static final int LEAST_ROWS = 3;

    private final List<StageStats> stages;
    private final String bottleneck;
    private final int width;
    private final boolean allFigures;

    /** @param allFigures whether to show queue, rate and ages too */
    Stages(DashboardSnapshot snapshot, int width, boolean allFigures) {
        this.stages = List.copyOf(snapshot.pipelineStats().stageStats().values());
        this.bottleneck = Bottleneck.of(snapshot).orElse("");
        this.width = width;
        this.allFigures = allFigures;
    }

    @Override
    public int wanted() {
        return 1 + stages.size();
    }

    @Override
    public int least() {
        return 1 + Math.min(LEAST_ROWS, stages.size());
    }

    @Override
    public List<AttributedString> draw(int lines) {
        Folded<StageStats> folded = Folded.of(
                stages,
                lines - 1,
                Comparator.comparing((StageStats stage) -> isBottleneck(stage) ? 0 : hasItems(stage) ? 1 : 2));
        Table table = new Table(columns());
        folded.shown().forEach(stage -> table.add(row(stage)));
        List<AttributedString> drawn = new ArrayList<>(table.draw(width));
        if (!folded.hidden().isEmpty()) {
            drawn.add(Wording.text(Ink.FAINT, Fit.cut(NO_MARK + hidden(folded.hidden()), width)));
        }
        return drawn;
    }

    private static String hidden(List<StageStats> stages) {
        long items = stages.stream()
                .mapToLong(stage -> stage.pendingItems() + stage.inProgressItems())
                .sum();
        return "… %s more stages with %s items".formatted(Figures.count(stages.size()), Figures.count(items));
    }

    private boolean isBottleneck(StageStats stage) {
        return stage.stageName().equals(bottleneck);
    }

    private static boolean hasItems(StageStats stage) {
        return stage.pendingItems() + stage.inProgressItems() > 0;
    }

    private List<Table.Column> columns() {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.Column.text(NO_MARK + "STAGE", 12));
        columns.add(Table.Column.number("IN WORK", 7)); // items in work are busy workers
        columns.add(Table.Column.number("PENDING", 7));
        if (allFigures) {
            columns.add(new Table.Column("QUEUE", false, GAUGE, false, false));
        }
        columns.add(Table.Column.number("DONE", 6));
        columns.add(Table.Column.number("FAILED", 6));
        if (allFigures) {
            columns.add(Table.Column.number("RATE", 7).ifRoom());
            columns.add(Table.Column.number("OLDEST", 6).ifRoom());
        }
        columns.add(Table.Column.text("", LEAST_NOTES).ifRoom());
        return columns;
    }

    private List<AttributedString> row(StageStats stage) {
        List<AttributedString> row = new ArrayList<>();
        row.add(name(stage));
        row.add(Wording.text(
                stage.inProgressItems() == 0 ? Ink.FAINT : Ink.PLAIN, stage.inProgressItems() + "/" + stage.workers()));
        row.add(count(stage.pendingItems(), isBottleneck(stage) ? Ink.NOTABLE : Ink.PLAIN));
        if (allFigures) {
            row.add(queue(stage));
        }
        row.add(count(stage.completedItems(), Ink.PLAIN));
        row.add(count(stage.failedItems(), Ink.BAD));
        if (allFigures) {
            row.add(Wording.text(
                    stage.itemsPerSecond() == 0 ? Ink.FAINT : Ink.PLAIN, Figures.rate(stage.itemsPerSecond())));
            row.add(
                    stage.oldestPendingSeconds() == 0
                            ? Wording.text(Ink.FAINT, "–")
                            : Wording.text(Ink.PLAIN, Figures.brief(stage.oldestPendingSeconds())));
        }
        row.add(notes(stage));
        return row;
    }

    private static AttributedString count(long count, Ink ink) {
        return Wording.text(count == 0 ? Ink.FAINT : ink, Figures.count(count));
    }

    private AttributedString name(StageStats stage) {
        String name = CleanText.of(stage.stageName());
        return isBottleneck(stage)
                ? Wording.text(Ink.NOTABLE, MARK + name)
                : new AttributedString(NO_MARK + name, Ink.PLAIN.style());
    }

    /** What waits against what may; what waits for its next attempt takes no room. */
    private AttributedString queue(StageStats stage) {
        if (stage.queueCapacity() == 0) {
            return Wording.text(Ink.FAINT, "no limit");
        }
        return Bar.gauge(
                (double) (stage.pendingItems() - stage.retryingItems()) / stage.queueCapacity(),
                GAUGE,
                isBottleneck(stage) ? Ink.NOTABLE : Ink.FAINT);
    }

    /** What else there is to say of a stage; mostly nothing. */
    private AttributedString notes(StageStats stage) {
        List<AttributedString> notes = new ArrayList<>();
        if (isBottleneck(stage)) {
            notes.add(Wording.text(Ink.NOTABLE, "bottleneck"));
        }
        if (stage.paused()) {
            notes.add(Wording.text(Ink.NOTABLE, "paused"));
        }
        if (stage.blockedWorkers() > 0) {
            notes.add(Wording.text(Ink.FAINT, Figures.count(stage.blockedWorkers()) + " blocked"));
        }
        if (stage.retryingItems() > 0) {
            notes.add(Wording.text(Ink.NOTABLE, Figures.count(stage.retryingItems()) + " retrying"));
        }
        if (stage.filteredItems() > 0) {
            notes.add(Wording.text(Ink.FAINT, Figures.count(stage.filteredItems()) + " filtered"));
        }
        if (stage.skippedItems() > stage.filteredItems()) {
            notes.add(
                    Wording.text(Ink.FAINT, Figures.count(stage.skippedItems() - stage.filteredItems()) + " skipped"));
        }
        if (stage.cancelledItems() > 0) {
            notes.add(Wording.text(Ink.FAINT, Figures.count(stage.cancelledItems()) + " cancelled"));
        }
        AttributedStringBuilder line = new AttributedStringBuilder();
        notes.forEach(note ->
                line.append(line.length() == 0 ? "" : ", ", Ink.FAINT.style()).append(note));
        return line.toAttributedString();
    }
}
