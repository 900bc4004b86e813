package io.antflow.dashboard.terminal;

import java.io.Flushable;
import java.io.IOException;
import java.util.List;
import org.jline.utils.AttributedString;

/**
 * Draws frames one over the other, by what every terminal has understood for decades: cursor up, cursor down, erase. The
 * cursor rests on the line below the frame, where the next program, or a person's Ctrl-C, finds it.
 */
/*
 * A frame is appended in one piece, so that it arrives in one piece, and says itself that it is one (mode 2026; terminals that
 * do not know it ignore it). Each piece leaves the terminal as it found it, for the client may be killed after any.
 *
 * On a terminal narrower than the frame a wrapped line would put all that follows one line off: so wrapping is off (mode 7)
 * while a frame is drawn, and the line is cut at the margin. On one lower than the frame a line feed would scroll with every
 * frame: so only new lines are begun by a line feed, others by moving down, which stops at the margin. A line is erased before
 * it is written, not after: behind a line that fills the terminal the cursor stands on its last character. And lines are
 * erased one by one: some terminals take the erasure of all they show for a page to be kept, and scroll it out of sight.
 */
final class Redraw {

    private static final String BEGIN = "\033[?2026h\033[?7l";
    private static final String END = "\033[?7h\033[?2026l";
    private static final String ERASE_LINE = "\033[2K";
    private static final String ERASE_BELOW = "\033[J";
    private static final String NEXT_LINE = "\r\033[B";
    private static final String NEW_LINE = "\n";

    private final Appendable out;
    private final Screen screen;

    /** Lines of the frame above the cursor. */
    private int height;

    Redraw(Appendable out, Screen screen) {
        this.out = out;
        this.screen = screen;
    }

    /** What stands there now stays. */
    void begin() {
        height = 0;
    }

    /** Draws a frame over the one before; nothing where that is not possible. */
    void draw(List<AttributedString> frame) throws IOException {
        draw(frame, NEXT_LINE);
    }

    /** Draws the last frame over the one before: all of it, however low the terminal is. */
    void last(List<AttributedString> frame) throws IOException {
        draw(frame, NEW_LINE);
    }

    /** @param step to a line that the frame before had too */
    private void draw(List<AttributedString> frame, String step) throws IOException {
        if (!screen.live()) {
            return;
        }
        StringBuilder piece = new StringBuilder(BEGIN).append(upToTheFrame());
        int line = 0;
        for (AttributedString text : frame) {
            piece.append(ERASE_LINE).append(write(text)).append(line < height ? step : NEW_LINE);
            line++;
        }
        if (line < height) {
            piece.append(ERASE_BELOW);
        }
        height = line;
        append(piece.append(END));
    }

    /** Writes a summary below the last frame, which is written too where it could not be drawn. */
    void end(List<AttributedString> frame, List<AttributedString> summary) throws IOException {
        append((screen.live() ? "" : text(frame)) + text(summary));
        height = 0;
    }

    /** These lines, without any movement. */
    String text(List<AttributedString> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(write(line)).append(NEW_LINE));
        return text.toString();
    }

    private String upToTheFrame() {
        return height == 0 ? "" : "\r\033[" + height + "A";
    }

    private String write(AttributedString line) {
        return screen.color() ? Ink.colored(line) : line.toString();
    }

    private void append(CharSequence piece) throws IOException {
        out.append(piece);
        if (out instanceof Flushable flushable) {
            flushable.flush();
        }
    }
}
