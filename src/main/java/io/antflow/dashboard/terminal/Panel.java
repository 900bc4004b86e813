package io.antflow.dashboard.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A frame of lines around some text. */
record Panel(int width) {

    /** How wide what is in it may be. */
    int room() {
        return width - "│ ".length() - " │".length();
    }

    /** Draws it; what is too wide is cut. Title and status stand in its upper edge. */
    List<AttributedString> around(AttributedString title, AttributedString status, List<AttributedString> lines) {
        List<AttributedString> panel = new ArrayList<>();
        panel.add(top(title, status));
        for (AttributedString line : lines) {
            panel.add(new AttributedStringBuilder()
                    .append("│ ", Ink.FAINT.style())
                    .append(Fit.pad(Fit.cut(line, room()), room(), false))
                    .append(" │", Ink.FAINT.style())
                    .toAttributedString());
        }
        panel.add(Wording.text(Ink.FAINT, "╰" + "─".repeat(width - 2) + "╯"));
        return panel;
    }

    private AttributedString top(AttributedString title, AttributedString status) {
        int room = width - "╭─  ─  ─╮".length() - status.columnLength();
        AttributedString cut = Fit.cut(title, room);
        return new AttributedStringBuilder()
                .append("╭─ ", Ink.FAINT.style())
                .append(cut)
                .append(" ─ ", Ink.FAINT.style())
                .append(status)
                .append(" " + "─".repeat(1 + room - cut.columnLength()) + "╮", Ink.FAINT.style())
                .toAttributedString();
    }
}
