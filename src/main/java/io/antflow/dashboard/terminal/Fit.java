package io.antflow.dashboard.terminal;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** Makes text as wide as there is room for it, in columns of the terminal. */
final class Fit {

    static final String ELLIPSIS = "…";

    private Fit() {}

    /** The text, or as much of it as there is room for, and an ellipsis. */
    static AttributedString cut(AttributedString text, int columns) {
        if (text.columnLength() <= columns) {
            return text;
        }
        if (columns <= 0) {
            return AttributedString.EMPTY;
        }
        AttributedString begin = text.columnSubSequence(0, columns - 1);
        return new AttributedStringBuilder()
                .append(begin)
                .append(ELLIPSIS, begin.isEmpty() ? Ink.PLAIN.style() : begin.styleAt(begin.length() - 1))
                .toAttributedString();
    }

    /** Like {@link #cut(AttributedString, int)}. */
    static String cut(String text, int columns) {
        return cut(new AttributedString(text), columns).toString();
    }

    /** The text without the spaces at its end. */
    static AttributedString stripTrailing(AttributedString text) {
        return text.subSequence(0, text.toString().stripTrailing().length());
    }

    /** The text with spaces up to that width; never shorter than it is. */
    static AttributedString pad(AttributedString text, int columns, boolean right) {
        String spaces = " ".repeat(Math.max(0, columns - text.columnLength()));
        AttributedStringBuilder padded = new AttributedStringBuilder();
        return (right ? padded.append(spaces).append(text) : padded.append(text).append(spaces)).toAttributedString();
    }
}
