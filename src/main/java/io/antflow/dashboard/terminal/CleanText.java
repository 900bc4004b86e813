package io.antflow.dashboard.terminal;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Text of clients and exceptions, made fit to be drawn: one line, nothing that a terminal obeys, and only characters whose
 * width terminals agree on. It is for people to read; whoever needs the exact text asks the API.
 */
final class CleanText {

    /** More than any line has room for. */
    private static final int MOST = 1000;

    private static final int REPLACEMENT = 0xFFFD;

    /** Where Unicode has a picture of each control character. */
    private static final int CONTROL_PICTURES = 0x2400;

    private static final int DELETE = 0x7F;
    private static final int DELETE_PICTURE = 0x2421;

    /** More combining marks than that on one character are no language but a prank. */
    private static final int MOST_MARKS = 3;

    private CleanText() {}

    /** An id, a name, a message; null: nothing. */
    static String of(@Nullable Object anything) {
        if (anything == null) {
            return "";
        }
        String text = anything.toString();
        String bounded = text.length() > MOST ? text.substring(0, MOST) : text;
        String composed = Normalizer.normalize(bounded, Normalizer.Form.NFC);
        StringBuilder clean = new StringBuilder(composed.length());
        int[] marks = {MOST_MARKS}; // a mark that comes first has nothing to be on
        composed.codePoints().forEach(point -> {
            int drawn = drawn(point);
            if (isMark(drawn)) {
                if (marks[0]++ < MOST_MARKS) {
                    clean.appendCodePoint(drawn);
                }
            } else if (drawn == ' ') {
                if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                    clean.append(' ');
                }
                marks[0] = MOST_MARKS;
            } else if (drawn >= 0) {
                clean.appendCodePoint(drawn);
                marks[0] = 0;
            }
        });
        return clean.toString().stripTrailing();
    }

    private static boolean isMark(int point) {
        if (point < 0) {
            return false;
        }
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** What stands for a character; negative: nothing does. */
    private static int drawn(int point) {
        if (point >= ' ' && point < DELETE) {
            return point;
        }
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            return ' ';
        }
        if (point < ' ') {
            return CONTROL_PICTURES + point;
        }
        if (point == DELETE) {
            return DELETE_PICTURE;
        }
        if (joinsOrSelects(point)) {
            return -1;
        }
        return switch (Character.getType(point)) {
            case Character.FORMAT -> -1; // changes of direction too, which could show a line in another order
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> REPLACEMENT;
            default -> point;
        };
    }

    /** What makes one picture of several characters on some terminals and not on others: without it all draw the same. */
    private static boolean joinsOrSelects(int point) {
        return Character.isEmojiModifier(point)
                || Character.UnicodeBlock.of(point) == Character.UnicodeBlock.VARIATION_SELECTORS
                || Character.UnicodeBlock.of(point) == Character.UnicodeBlock.VARIATION_SELECTORS_SUPPLEMENT;
    }
}
