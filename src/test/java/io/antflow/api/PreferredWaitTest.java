package io.antflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferredWaitTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=10",
                "WAIT=10",
                "wait = 10",
                "wait=\"10\"",
                "respond-async, wait=10",
                "wait=10;x=y, return=minimal"
            })
    void readsTheWait(String prefer) {
        assertThat(PreferredWait.of(List.of(prefer), LONGEST)).contains(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=x", "wait=-1", "wait=1.5", "await=10", "wait=1e3", "wait=10s"})
    void passesOverWhatIsNone(String prefer) {
        assertThat(PreferredWait.of(List.of(prefer), LONGEST)).isEmpty();
    }

    @Test
    void takesTheFirstOfMoreHeaders() {
        assertThat(PreferredWait.of(List.of("return=minimal", "wait=5", "wait=6"), LONGEST))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void cutsALongerWait() {
        assertThat(PreferredWait.of(List.of("wait=999999999"), LONGEST)).contains(LONGEST);
    }
}
