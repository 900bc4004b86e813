package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every view of every scenario looks as its file says, which somebody has looked at. After a change of what is drawn, what is
 * drawn now lies under {@code target/golden}: look at it, and copy it if it is right.
 */
class GoldenFrameTest {

    private static final Path RIGHT = Path.of("src/test/resources/dashboard");
    private static final Path DRAWN = Path.of("target/golden");

    @ParameterizedTest
    @EnumSource
    void looksRightWithoutColours(Scenario scenario) throws IOException {
        check(scenario, new Screen(100, 24, false, true), fileName(scenario) + ".txt");
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "NAMES", "LARGE"})
    void looksRightOnANarrowTerminal(Scenario scenario) throws IOException {
        check(scenario, new Screen(60, 24, false, true), fileName(scenario) + "-60.txt");
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "ALL_FAILED", "PAUSED"})
    void looksRightWithColours(Scenario scenario) throws IOException {
        check(scenario, new Screen(100, 24, true, true), fileName(scenario) + "-color.txt");
    }

    private static String fileName(Scenario scenario) {
        return scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void check(Scenario scenario, Screen screen, String file) throws IOException {
        StringBuilder drawn = new StringBuilder();
        for (View view : View.values()) {
            drawn.append("=== ").append(view.name().toLowerCase(Locale.ROOT)).append('\n');
            drawn.append(view.on(new StringBuilder(), screen).once(scenario.build()));
        }
        String visible = drawn.toString().replace('\033', '␛');
        Files.createDirectories(DRAWN);
        Files.writeString(DRAWN.resolve(file), visible);

        assertThat(visible).isEqualTo(Files.readString(RIGHT.resolve(file)));
    }
}
