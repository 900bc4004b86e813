package io.antflow.dashboard.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @Test
    void groupsThousands() {
        assertThat(Figures.count(0)).isEqualTo("0");
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0%", "0.42, 42.0%", "0.57, 57.0%", "0.99999, 99.9%", "1, 100.0%"})
    void roundsPercentagesDown(double share, String expected) {
        assertThat(Figures.percent(share)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0/s", "0.004, 0/s", "0.25, 0.25/s", "24.53, 24.5/s", "152.4, 152/s", "'12345', '12,345/s'"})
    void ratesHaveAsManyDigitsAsTheySay(double rate, String expected) {
        assertThat(Figures.rate(rate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0s",
        "12.34, 12.3s",
        "59.94, 59.9s",
        "59.96, 1m 00s",
        "125, 2m 05s",
        "3599.6, 1h 00m",
        "3720, 1h 02m",
        "273600, 3d 04h",
        "864000000, '10,000d 00h'"
    })
    void durations(double seconds, String expected) {
        assertThat(Figures.duration(seconds)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1s", "7.9, 8s", "59.5, 1m 00s", "61, 1m 01s"})
    void timesToGoAreWholeSeconds(double seconds, String expected) {
        assertThat(Figures.remaining(seconds)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, <1ms",
        "0.103, 103ms",
        "0.9996, 1.0s",
        "1.24, 1.2s",
        "9.96, 10s",
        "99.4, 99s",
        "100, 1m",
        "5999, 99m",
        "6000, 1h",
        "172799, 47h",
        "345600, 4d"
    })
    void agesInTablesAreShort(double seconds, String expected) {
        assertThat(Figures.brief(seconds)).isEqualTo(expected).hasSizeLessThanOrEqualTo(5);
    }
}
