package io.antflow.dashboard.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * Rows in aligned columns. Where there is not enough room, texts are cut first, down to their least width, and then columns
 * are left out, the last ones of those that are not needed first; numbers are never cut.
 */
final class Table {

    private static final String GAP = "  ";

    /**
     * A column.
     *
     * @param title above it
     * @param right whether it is aligned to the right
     * @param least the least width: more steady than what happens to be in it
     * @param cut whether what is in it can be cut down to the least width
     * @param needed whether it can't be left out
     */
    record Column(String title, boolean right, int least, boolean cut, boolean needed) {

        static Column text(String title, int least) {
            return new Column(title, false, least, true, true);
        }

        static Column number(String title, int least) {
            return new Column(title, true, least, false, true);
        }

        /** One that is left out where there is no room. */
        Column ifRoom() {
            return new Column(title, right, least, cut, false);
        }
    }

    private final List<Column> columns;
    private final List<List<AttributedString>> rows = new ArrayList<>();

    Table(List<Column> columns) {
        this.columns = columns;
    }

    /** @param cells as many as there are columns */
    void add(List<AttributedString> cells) {
        rows.add(cells);
    }

    /** The titles and the rows, each a line of at most that width. */
    List<AttributedString> draw(int width) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        while (leastWidth(shown) > width) {
            if (!leaveOneOut(shown)) {
                break; // then lines are cut
            }
        }
        int[] widths = widths(shown, width);
        List<AttributedString> lines = new ArrayList<>();
        lines.add(line(
                shown.stream()
                        .map(i -> new AttributedString(columns.get(i).title(), Ink.FAINT.style()))
                        .toList(),
                shown,
                widths,
                width));
        for (List<AttributedString> row : rows) {
            lines.add(line(shown.stream().map(row::get).toList(), shown, widths, width));
        }
        return lines;
    }

    private boolean leaveOneOut(List<Integer> shown) {
        for (int at = shown.size() - 1; at >= 0; at--) {
            if (!columns.get(shown.get(at)).needed()) {
                shown.remove(at);
                return true;
            }
        }
        return false;
    }

    private int leastWidth(List<Integer> shown) {
        int width = GAP.length() * (shown.size() - 1);
        for (int column : shown) {
            width += columns.get(column).cut()
                    ? Math.min(columns.get(column).least(), natural(column))
                    : natural(column);
        }
        return width;
    }

    private int natural(int column) {
        int width = Math.max(
                columns.get(column).least(), columns.get(column).title().length());
        for (List<AttributedString> row : rows) {
            width = Math.max(width, row.get(column).columnLength());
        }
        return width;
    }

    /** Natural widths; what is too much is taken from the widest texts, a column at a time. */
    private int[] widths(List<Integer> shown, int width) {
        int[] widths = new int[shown.size()];
        int total = GAP.length() * (shown.size() - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = natural(shown.get(i));
            total += widths[i];
        }
        while (total > width) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                Column column = columns.get(shown.get(i));
                if (column.cut() && widths[i] > column.least() && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private AttributedString line(List<AttributedString> cells, List<Integer> shown, int[] widths, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            boolean right = columns.get(shown.get(i)).right();
            AttributedString cell = Fit.cut(cells.get(i), widths[i]);
            boolean last = i == cells.size() - 1;
            line.append(i == 0 ? "" : GAP).append(last && !right ? cell : Fit.pad(cell, widths[i], right));
        }
        return Fit.stripTrailing(Fit.cut(line.toAttributedString(), width));
    }
}
