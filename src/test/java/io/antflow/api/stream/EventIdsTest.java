package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {

    private final EventIds ids = new EventIds("abc1");

    @Test
    void readsWhatItHasWritten() {
        assertThat(ids.of(17)).isEqualTo("abc1-17");
        assertThat(ids.last("abc1-17", null)).hasValue(17);
        assertThat(ids.last(null, "abc1-0")).hasValue(0);
    }

    @Test
    void believesTheHeaderRatherThanTheParameter() {
        assertThat(ids.last("abc1-17", "abc1-3")).hasValue(17);
        assertThat(ids.last("", "abc1-3")).hasValue(3);
    }

    @Test
    void beginsAnewAfterARestart() {
        assertThat(ids.last("before-17", null)).isEmpty();
        assertThat(ids.last(null, null)).isEmpty();
        assertThat(ids.last("", "")).isEmpty();
    }

    @Test
    void makesIdsOfLettersAndDigits() {
        assertThat(new EventIds().of(3)).matches("[A-Za-z0-9]+-3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17",
                "abc1",
                "abc1-",
                "-17",
                "abc1--1",
                "abc1-1x",
                "a\nb-1",
                "abc1-1\r\n",
                "abc1-99999999999999999999"
            })
    void refusesWhatIsNoId(String text) {
        assertThatThrownBy(() -> ids.last(text, null))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("Last-Event-ID")
                .hasMessageContaining("abc1-17");
        assertThatThrownBy(() -> ids.last(null, text)).hasMessageContaining("last_event_id");
    }
}
