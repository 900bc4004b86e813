package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanTextTest {

    @Test
    void leavesTextsAlone() {
        assertThat(CleanText.of("u-17 (Müller, 日本, עברית)")).isEqualTo("u-17 (Müller, 日本, עברית)");
        assertThat(CleanText.of(17)).isEqualTo("17");
        assertThat(CleanText.of(null)).isEmpty();
    }

    @Test
    void showsControlCharactersAsTheirPictures() {
        assertThat(CleanText.of("\033[2J\007\177")).isEqualTo("␛[2J␇␡");
        assertThat(CleanText.of("\u009b31m\0")).isEqualTo("\ufffd31m␀");
    }

    @Test
    void makesOneLineOfMany() {
        assertThat(CleanText.of(" one\r\n\ttwo\u2028three\u00a0\u3000 four ")).isEqualTo("one two three four");
    }

    @Test
    void dropsWhatTurnsTheDirectionOrCanNotBeSeen() {
        assertThat(CleanText.of("a\u202egnp.\u2066b\u200b\ufeffc\u00add")).isEqualTo("agnp.bcd");
    }

    @Test
    void replacesWhatIsNoCharacter() {
        assertThat(CleanText.of("a\ud800b\ue000c\uffffd")).isEqualTo("a\ufffdb\ufffdc\ufffdd");
    }

    @ParameterizedTest
    @CsvSource({
        "👨‍👩‍👧, 👨👩👧", // three people joined to a family
        "👍🏽, 👍", // a thumb and its colour
        "❤️, ❤", // a heart and that it is a picture
    })
    void takesApartWhatSomeTerminalsDrawAsOne(String joined, String drawn) {
        assertThat(CleanText.of(joined)).isEqualTo(drawn);
    }

    @Test
    void putsMarksOnTheirLetters() {
        assertThat(CleanText.of("e\u0301")).isEqualTo("é");
    }

    @Test
    void letsNoMarksPileUpNorStandOnNothing() {
        assertThat(CleanText.of("x" + "\u0336".repeat(50) + "y")).isEqualTo("x\u0336\u0336\u0336y");
        assertThat(CleanText.of("\u0336x \u0336y")).isEqualTo("x y");
    }

    @Test
    void readsNoMoreThanALineHasRoomFor() {
        assertThat(CleanText.of("x".repeat(1_000_000))).hasSize(1000);
    }
}
