package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedTest {

    private static final List<Integer> ENTRIES = List.of(3, 9, 1, 7);

    @Test
    void showsAllWhereAllHaveRoom() {
        assertThat(Folded.of(ENTRIES, 4, Comparator.reverseOrder())).isEqualTo(new Folded<>(ENTRIES, List.of()));
    }

    @Test
    void showsTheMostImportantInTheirOrderAndLeavesALineForTheOthers() {
        assertThat(Folded.of(ENTRIES, 3, Comparator.<Integer>reverseOrder()))
                .isEqualTo(new Folded<>(List.of(9, 7), List.of(3, 1)));
        assertThat(Folded.of(ENTRIES, 1, Comparator.<Integer>reverseOrder()))
                .isEqualTo(new Folded<>(List.of(), ENTRIES));
    }
}
