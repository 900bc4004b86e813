package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Flushable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class RedrawTest {

    private static final String BEGIN = "␛[?2026h␛[?7l";
    private static final String END = "␛[?7h␛[?2026l";
    private static final Screen LIVE = new Screen(40, 10, true, true);

    /** Keeps what is appended, and whether it was flushed. */
    private static final class Sink implements Appendable, Flushable {
        final List<String> pieces = new ArrayList<>();

        @Override
        public Appendable append(CharSequence text) {
            pieces.add(text.toString().replace('\033', '␛'));
            return this;
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) {
            return append(text.subSequence(start, end));
        }

        @Override
        public Appendable append(char c) {
            return append(String.valueOf(c));
        }

        @Override
        public void flush() {
            pieces.add("flush");
        }

        String last() {
            assertThat(pieces.getLast()).isEqualTo("flush");
            return pieces.get(pieces.size() - 2);
        }
    }

    private final Sink sink = new Sink();

    private static List<AttributedString> lines(String... lines) {
        return Arrays.stream(lines).map(AttributedString::new).toList();
    }

    @Test
    void aFirstFrameTakesItsLines() throws IOException {
        new Redraw(sink, LIVE).draw(lines("a", "b"));

        assertThat(sink.pieces).containsExactly(BEGIN + "␛[2Ka\n␛[2Kb\n" + END, "flush");
    }

    @Test
    void theNextIsDrawnOverItInOnePieceWithoutScrolling() throws IOException {
        Redraw redraw = new Redraw(sink, LIVE);
        redraw.draw(lines("a", "b"));
        redraw.draw(lines("c", "d"));

        assertThat(sink.last()).isEqualTo(BEGIN + "\r␛[2A␛[2Kc\r␛[B␛[2Kd\r␛[B" + END);
    }

    @Test
    void aLongerFrameTakesMoreLinesAndAShorterOneErasesWhatIsLeft() throws IOException {
        Redraw redraw = new Redraw(sink, LIVE);
        redraw.draw(lines("a"));
        redraw.draw(lines("b", "c"));
        assertThat(sink.last()).isEqualTo(BEGIN + "\r␛[1A␛[2Kb\r␛[B␛[2Kc\n" + END);

        redraw.draw(lines("d"));
        assertThat(sink.last()).isEqualTo(BEGIN + "\r␛[2A␛[2Kd\r␛[B␛[J" + END);
        redraw.draw(lines("e"));
        assertThat(sink.last()).isEqualTo(BEGIN + "\r␛[1A␛[2Ke\r␛[B" + END);
    }

    @Test
    void theLastIsDrawnOverItAndStays() throws IOException {
        Redraw redraw = new Redraw(sink, LIVE);
        redraw.draw(lines("a", "b"));
        redraw.last(lines("c"));
        assertThat(sink.last()).isEqualTo(BEGIN + "\r␛[2A␛[2Kc\n␛[J" + END);

        redraw.last(lines("d", "e"));
        assertThat(sink.last()).isEqualTo(BEGIN + "\r␛[1A␛[2Kd\n␛[2Ke\n" + END);
    }

    @Test
    void aSummaryIsWrittenBelow() throws IOException {
        Redraw redraw = new Redraw(sink, LIVE);
        redraw.last(lines("a"));
        redraw.end(lines("a"), lines("summary"));

        assertThat(sink.last()).isEqualTo("summary\n");
    }

    @Test
    void anotherRunIsDrawnBelow() throws IOException {
        Redraw redraw = new Redraw(sink, LIVE);
        redraw.draw(lines("a"));
        redraw.begin();
        redraw.draw(lines("b"));

        assertThat(sink.last()).isEqualTo(BEGIN + "␛[2Kb\n" + END);
    }

    @Test
    void onlyTheEndIsWrittenWhereNothingCanBeRedrawn() throws IOException {
        Redraw redraw = new Redraw(sink, new Screen(40, 10, false, false));
        redraw.draw(lines("a"));
        redraw.last(lines("b"));
        redraw.end(List.of(new AttributedString("b", Ink.BAD.style())), lines("summary"));

        assertThat(sink.pieces).containsExactly("b\nsummary\n", "flush");
    }
}
