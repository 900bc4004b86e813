package io.antflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final RandomGenerator NO_RANDOM = () -> {
        throw new AssertionError("a wait without jitter asks for no random number");
    };

    private final Random random = new Random(7);

    @Test
    void fixedWaitsAreAllAlike() {
        Backoff backoff = Backoff.fixed(Duration.ofMillis(1500));

        assertThat(backoff.before(2, NO_RANDOM)).isEqualTo(Duration.ofMillis(1500));
        assertThat(backoff.before(3, NO_RANDOM)).isEqualTo(Duration.ofMillis(1500));
        assertThat(backoff.before(Integer.MAX_VALUE, NO_RANDOM)).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void exponentialWaitsDoubleUpToTheCap() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(5));

        assertThat(backoff.before(2, NO_RANDOM)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.before(3, NO_RANDOM)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.before(4, NO_RANDOM)).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff.before(5, NO_RANDOM)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.before(6, NO_RANDOM)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void manyAttemptsDoNotOverflow() {
        Backoff backoff = Backoff.exponential(Duration.ofDays(7), Duration.ofDays(7));

        assertThat(backoff.before(1_000, NO_RANDOM)).isEqualTo(Duration.ofDays(7));
        assertThat(backoff.before(Integer.MAX_VALUE, NO_RANDOM)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aFixedWaitLongerThanTheDefaultCapIsNotCut() {
        assertThat(Backoff.fixed(Duration.ofHours(3)).before(2, NO_RANDOM)).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void aWaitOfZeroStaysZero() {
        assertThat(Backoff.exponential(Duration.ZERO, Duration.ofSeconds(5)).before(9, NO_RANDOM))
                .isZero();
        assertThat(Backoff.fixed(Duration.ZERO).withJitter(1).before(2, random)).isZero();
    }

    @Test
    void jitterTakesAwayItsPartOfTheWaitAtMost() {
        Backoff backoff = Backoff.fixed(Duration.ofSeconds(10)).withJitter(0.2);

        assertThat(backoff.before(2, fixed(0.0))).isEqualTo(Duration.ofSeconds(10));
        assertThat(backoff.before(2, fixed(0.5))).isEqualTo(Duration.ofSeconds(9));
        assertThat(backoff.before(2, fixed(1.0))).isEqualTo(Duration.ofSeconds(8));
    }

    @Property(tries = 300)
    void everyWaitIsWithinItsBounds(
            @ForAll Backoff.Kind kind,
            @ForAll @LongRange(max = 604_800_000) long initialMillis,
            @ForAll @LongRange(max = 604_800_000) long maxMillis,
            @ForAll @DoubleRange(max = 1) double jitter,
            @ForAll @IntRange(min = 2) int attempt) {
        Backoff backoff = new Backoff(kind, Duration.ofMillis(initialMillis), Duration.ofMillis(maxMillis), jitter);

        Duration wait = backoff.before(attempt, random);

        assertThat(wait).isBetween(Duration.ZERO, Duration.ofMillis(maxMillis));
        Duration longest = backoff.withJitter(0).before(attempt, NO_RANDOM);
        assertThat(wait).isLessThanOrEqualTo(longest);
        assertThat((double) wait.toNanos()).isGreaterThanOrEqualTo(Math.floor(longest.toNanos() * (1 - jitter)) - 2);
    }

    @Property(tries = 200)
    void waitsWithoutJitterNeverGetShorter(
            @ForAll @LongRange(max = 604_800_000) long initialMillis,
            @ForAll @LongRange(max = 604_800_000) long maxMillis,
            @ForAll @IntRange(min = 2, max = 200) int attempt) {
        Backoff backoff = Backoff.exponential(Duration.ofMillis(initialMillis), Duration.ofMillis(maxMillis));

        assertThat(backoff.before(attempt + 1, NO_RANDOM)).isGreaterThanOrEqualTo(backoff.before(attempt, NO_RANDOM));
    }

    private static RandomGenerator fixed(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
