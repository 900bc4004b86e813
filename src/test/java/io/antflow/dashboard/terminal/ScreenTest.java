package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    @Test
    void isOfTheSizeThatTheEnvironmentSays() {
        assertThat(Screen.of(Map.of("COLUMNS", "132", "LINES", "50", "TERM", "xterm"), true))
                .isEqualTo(new Screen(132, 50, true, true));
        assertThat(Screen.of(Map.of("COLUMNS", "3", "LINES", "99999"), true))
                .isEqualTo(new Screen(40, 400, true, true));
        assertThat(Screen.of(Map.of("COLUMNS", "wide", "LINES", ""), true)).isEqualTo(new Screen(100, 24, true, true));
    }

    @Test
    void hasNoColoursWhereTheyAreNotWanted() {
        assertThat(Screen.of(Map.of("NO_COLOR", "1"), true)).isEqualTo(new Screen(100, 24, false, true));
        assertThat(Screen.of(Map.of("NO_COLOR", ""), true).color()).isTrue();
    }

    @Test
    void isNotRedrawnWhereItIsNoTerminal() {
        assertThat(Screen.of(Map.of("TERM", "xterm"), false)).isEqualTo(new Screen(100, 24, false, false));
        assertThat(Screen.of(Map.of("TERM", "dumb"), true)).isEqualTo(new Screen(100, 24, false, false));
    }

    @Test
    void hasASensibleSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Screen(39, 24, true, true))
                .withMessage("width is 40 to 400, not 39");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Screen(100, 401, true, true))
                .withMessage("height is 10 to 400, not 401");
    }
}
