package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RhythmTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final Rhythm rhythm = new Rhythm(Duration.ofNanos(100), now::get);

    @Test
    void isDueEveryInterval() {
        assertThat(rhythm.nanosLeft()).isEqualTo(100);
        now.addAndGet(100);
        assertThat(rhythm.shown()).isZero();
        assertThat(rhythm.nanosLeft()).isEqualTo(100);
    }

    @Test
    void doesNotDrift() {
        now.addAndGet(130);
        assertThat(rhythm.shown()).isZero();
        assertThat(rhythm.nanosLeft()).isEqualTo(70);
    }

    @Test
    void countsWhatWasMissedAndGoesOnFromNow() {
        now.addAndGet(350);
        assertThat(rhythm.nanosLeft()).isEqualTo(-250);
        assertThat(rhythm.shown()).isEqualTo(2);
        assertThat(rhythm.nanosLeft()).isEqualTo(50);
    }
}
