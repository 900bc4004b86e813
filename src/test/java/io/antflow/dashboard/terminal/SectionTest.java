package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class SectionTest {

    private record Lines(String text, int least, int wanted) implements Section {
        @Override
        public List<AttributedString> draw(int lines) {
            return Collections.nCopies(lines, new AttributedString(text));
        }
    }

    private static String stack(int lines, Section... sections) {
        return String.join(
                "",
                Section.stack(List.of(sections), lines).stream()
                        .map(line -> line.length() == 0 ? "-" : line.toString())
                        .toList());
    }

    @Test
    void givesAllWhatTheyWantWhereThereIsRoom() {
        assertThat(stack(10, new Lines("a", 1, 2), new Lines("b", 1, 3))).isEqualTo("aa-bbb");
    }

    @Test
    void sharesOutWhatIsLeftInTurn() {
        assertThat(stack(8, new Lines("a", 1, 9), new Lines("b", 1, 2), new Lines("c", 1, 9)))
                .isEqualTo("aa-bb-cc");
        assertThat(stack(10, new Lines("a", 1, 9), new Lines("b", 1, 1), new Lines("c", 1, 9)))
                .isEqualTo("aaaa-b-ccc");
    }

    @Test
    void leavesOutWhatHasNothingToShowOrNoRoom() {
        assertThat(stack(6, new Lines("a", 2, 2), new Lines("b", 0, 0), new Lines("c", 4, 9), new Lines("d", 3, 3)))
                .isEqualTo("aa-ddd");
    }
}
