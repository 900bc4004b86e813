package io.antflow.dashboard.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** A part of a frame that can be drawn on more or fewer lines. */
interface Section {

    /** How many lines it would fill; 0: there is nothing to show. */
    int wanted();

    /** With fewer lines than that it is not worth drawing; at most {@link #wanted()}. */
    int least();

    /** @param lines from {@link #least()} to {@link #wanted()}; not exceeded */
    List<AttributedString> draw(int lines);

    /**
     * Draws sections one below the other, a blank line between. First each gets its least, those that come first first, and
     * then what is left is handed out in turn.
     */
    static List<AttributedString> stack(List<? extends Section> sections, int lines) {
        int left = lines;
        List<Section> drawn = new ArrayList<>();
        for (Section section : sections) {
            int needed = section.least() + (drawn.isEmpty() ? 0 : 1);
            if (section.wanted() > 0 && needed <= left) {
                drawn.add(section);
                left -= needed;
            }
        }
        int[] given = drawn.stream().mapToInt(Section::least).toArray();
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < given.length && left > 0; i++) {
                if (given[i] < drawn.get(i).wanted()) {
                    given[i]++;
                    left--;
                    more = true;
                }
            }
        }
        List<AttributedString> frame = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            if (i > 0) {
                frame.add(AttributedString.EMPTY);
            }
            frame.addAll(drawn.get(i).draw(given[i]));
        }
        return frame;
    }
}
