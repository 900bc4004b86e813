package io.antflow.dashboard.terminal;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The few ways in which something is drawn: the terminal's own eight colours, which fit its background. */
enum Ink {
    /** Like any text. */
    PLAIN("", AttributedStyle.DEFAULT),
    /** What the eye is to find first. */
    STRONG("1", AttributedStyle.DEFAULT.bold()),
    /** What is there for whoever looks for it. */
    FAINT("2", AttributedStyle.DEFAULT.faint()),
    /** Went well. */
    GOOD("32", AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)),
    /** On its way to go well. */
    UNDER_WAY("2;32", AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN).faint()),
    /** Failed. */
    BAD("31", AttributedStyle.DEFAULT.foreground(AttributedStyle.RED)),
    /** Holds something up. */
    NOTABLE("33", AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW));

    private static final Map<AttributedStyle, Ink> BY_STYLE =
            Arrays.stream(values()).collect(toUnmodifiableMap(Ink::style, ink -> ink));

    /** The parameters of the escape sequence that selects it. */
    private final String graphics;

    private final AttributedStyle style;

    Ink(String graphics, AttributedStyle style) {
        this.graphics = graphics;
        this.style = style;
    }

    AttributedStyle style() {
        return style;
    }

    /** The ink of a count of something bad: faint while there is none. */
    static Ink ofBad(long count) {
        return count > 0 ? BAD : FAINT;
    }

    /** A line with the escape sequences of its inks. JLine's own {@code toAnsi} would draw lines as minus signs. */
    static String colored(AttributedString line) {
        StringBuilder colored = new StringBuilder();
        for (int start = 0; start < line.length(); ) {
            AttributedStyle style = line.styleAt(start);
            int end = start + 1;
            while (end < line.length() && line.styleAt(end).equals(style)) {
                end++;
            }
            Ink ink = BY_STYLE.get(style);
            if (ink == null) {
                throw new IllegalArgumentException("no ink looks like " + style.toAnsi());
            }
            String text = line.subSequence(start, end).toString();
            colored.append(ink == PLAIN ? text : "\033[" + ink.graphics + "m" + text + "\033[0m");
            start = end;
        }
        return colored.toString();
    }
}
