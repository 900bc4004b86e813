package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {

    @ParameterizedTest
    @CsvSource({
        "short, 5, short",
        "longer, 5, long…",
        "日本語, 6, 日本語",
        "日本語, 5, 日本…",
        "日本語, 4, 日…", // half a character is none
        "👍👍👍, 5, 👍👍…",
        "x, 0, ''"
    })
    void cutsByColumnsNotByCharacters(String text, int columns, String expected) {
        assertThat(Fit.cut(text, columns)).isEqualTo(expected);
    }

    @Test
    void keepsAMarkWithItsLetterAndCountsItAsNothing() {
        assertThat(Fit.cut("x\u0336y\u0336z\u0336", 3)).isEqualTo("x\u0336y\u0336z\u0336");
        assertThat(Fit.cut("x\u0336y\u0336z\u0336", 2)).startsWith("x").endsWith("…");
    }

    @Test
    void cutsInTheColourOfTheText() {
        AttributedString cut = Fit.cut(new AttributedString("longer", Ink.BAD.style()), 5);

        assertThat(cut.styleAt(4)).isEqualTo(Ink.BAD.style());
    }

    @Test
    void padsToAWidth() {
        assertThat(Fit.pad(new AttributedString("日本"), 6, false)).hasToString("日本  ");
        assertThat(Fit.pad(new AttributedString("17"), 4, true)).hasToString("  17");
        assertThat(Fit.pad(new AttributedString("17"), 1, true)).hasToString("17");
    }

    @Test
    void stripsSpacesAtTheEnd() {
        assertThat(Fit.stripTrailing(new AttributedString(" a b  "))).hasToString(" a b");
        assertThat(Fit.stripTrailing(new AttributedString("  "))).hasToString("");
    }
}
