package io.antflow.dashboard.terminal;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.FailedItem;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** The items that failed last, newest first, under one line that counts all by type. */
record LatestFailures(DashboardSnapshot snapshot, int width) implements Section {

    private static final String INDENT = "  ";
    private static final int LEAST_ROWS = 2;

    /** The line by type, and the titles. */
    private static final int HEAD = 2;

    private ErrorSummary errors() {
        return snapshot.errorSummary();
    }

    @Override
    public int wanted() {
        return errors().totalFailed() == 0 ? 0 : HEAD + errors().failedItems().size();
    }

    @Override
    public int least() {
        return errors().totalFailed() == 0
                ? 0
                : HEAD + Math.min(LEAST_ROWS, errors().failedItems().size());
    }

    @Override
    public List<AttributedString> draw(int lines) {
        Table table = new Table(List.of(
                Table.Column.text(INDENT + "FAILED ITEM", 10),
                Table.Column.text("STAGE", 8),
                Table.Column.number("ATTEMPTS", 8).ifRoom(),
                Table.Column.number("AGO", 5),
                Table.Column.text("ERROR", 14)));
        errors().failedItems().stream().limit(lines - HEAD).forEach(failed -> table.add(row(failed)));
        List<AttributedString> drawn = new ArrayList<>();
        drawn.add(byType());
        drawn.addAll(table.draw(width));
        return drawn;
    }

    private AttributedString byType() {
        AttributedStringBuilder line = new AttributedStringBuilder()
                .append(INDENT)
                .append(Figures.count(errors().totalFailed()) + " failed", Ink.BAD.style())
                .append(": ");
        List<String> types = new ArrayList<>();
        errors().errorsByType().forEach((type, count) -> types.add(Figures.count(count) + " " + Wording.type(type)));
        return Fit.cut(line.append(String.join(", ", types)).toAttributedString(), width);
    }

    private List<AttributedString> row(FailedItem failed) {
        return List.of(
                Wording.text(Ink.PLAIN, INDENT + CleanText.of(failed.itemId())),
                Wording.text(Ink.PLAIN, CleanText.of(failed.stage())),
                Wording.text(Ink.PLAIN, Figures.count(failed.attempts())),
                Wording.text(Ink.PLAIN, Figures.brief(Math.max(0, snapshot.timestamp() - failed.timestamp()))),
                Wording.error(failed));
    }
}
