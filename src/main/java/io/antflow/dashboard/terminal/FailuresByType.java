package io.antflow.dashboard.terminal;

import io.antflow.engine.ErrorSummary;
import io.antflow.engine.FailedItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;

/** What failed, by type of exception, most frequent first, each with its latest message. */
record FailuresByType(ErrorSummary errors, int width) implements Section {

    private static final String INDENT = "  ";
    private static final int LEAST_ROWS = 2;

    @Override
    public int wanted() {
        return errors.errorsByType().isEmpty() ? 0 : 1 + errors.errorsByType().size();
    }

    @Override
    public int least() {
        return errors.errorsByType().isEmpty()
                ? 0
                : 1 + Math.min(LEAST_ROWS, errors.errorsByType().size());
    }

    @Override
    public List<AttributedString> draw(int lines) {
        Folded<Map.Entry<String, Long>> folded = Folded.of(
                List.copyOf(errors.errorsByType().entrySet()),
                lines - 1,
                Comparator.comparing(entry -> 0)); // as they are
        Table table = new Table(List.of(
                Table.Column.number(INDENT + "FAILED", INDENT.length() + 6),
                Table.Column.text("ERROR", 12),
                Table.Column.text("LATEST MESSAGE", 14)));
        folded.shown().forEach(entry -> table.add(row(entry.getKey(), entry.getValue())));
        List<AttributedString> drawn = new ArrayList<>(table.draw(width));
        if (!folded.hidden().isEmpty()) {
            drawn.add(Wording.text(Ink.FAINT, Fit.cut(INDENT + hidden(folded.hidden()), width)));
        }
        return drawn;
    }

    private static String hidden(List<Map.Entry<String, Long>> types) {
        return "… %s more types with %s failed items"
                .formatted(
                        Figures.count(types.size()),
                        Figures.count(
                                types.stream().mapToLong(Map.Entry::getValue).sum()));
    }

    private List<AttributedString> row(String type, long count) {
        return List.of(
                Wording.text(Ink.BAD, Figures.count(count)),
                Wording.text(Ink.BAD, Wording.type(type)),
                Wording.text(Ink.PLAIN, latestMessage(type)));
    }

    /** Only recent failures are at hand: of a type that has not come for long there is no message. */
    private String latestMessage(String type) {
        return errors.failedItems().stream()
                .filter(failed -> failed.errorType().equals(type))
                .findFirst()
                .map(FailuresByType::message)
                .orElse("");
    }

    private static String message(FailedItem failed) {
        String item = "item " + CleanText.of(failed.itemId()) + " at " + CleanText.of(failed.stage());
        return failed.error().isEmpty() ? item : CleanText.of(failed.error()) + " (" + item + ")";
    }
}
