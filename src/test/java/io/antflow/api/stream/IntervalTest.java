package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

    @ParameterizedTest
    @CsvSource({"0.05, 50", "60, 60000", "60.0, 60000", "1, 1000", "5e-1, 500", "0.12345678, 123"})
    void readsSeconds(String text, long millis) {
        assertThat(Interval.of(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void isHalfASecondWhereNothingIsSaid() {
        assertThat(Interval.of(null)).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "-1",
                "-0.5",
                "0",
                "-0",
                "0.0499",
                "60.0001",
                "61",
                "1e300",
                "1e999",
                "1d",
                "0x1p0",
                " 1",
                "1 ",
                "1,5",
                "١",
                "0.5\n"
            })
    void refusesWhatIsNoNumberOrOutOfRangeAndNamesTheRange(String text) {
        assertThatThrownBy(() -> Interval.of(text))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("from 0.05 to 60");
    }
}
