package io.antflow.api.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long MILLISECOND = 1_000_000;

    /** Near the end of the numbers: a clock may stand anywhere. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 100 * MILLISECOND);

    private final TokenBucket bucket = new TokenBucket(10, 3, now::get);

    @Test
    void letsABurstThroughAndThenAsManyASecondAsItMay() {
        assertThat(taken(5)).isEqualTo(3);

        now.addAndGet(99 * MILLISECOND);
        assertThat(taken(1)).isZero();
        now.addAndGet(MILLISECOND);
        assertThat(taken(2)).isOne();
        now.addAndGet(250 * MILLISECOND);
        assertThat(taken(5)).isEqualTo(2);
        now.addAndGet(50 * MILLISECOND);
        assertThat(taken(5)).as("nothing is lost to rounding").isOne();
    }

    @Test
    void saysWhenThereWillBeOne() {
        taken(3);

        assertThat(bucket.take()).isEqualTo(100 * MILLISECOND);
        now.addAndGet(30 * MILLISECOND);
        assertThat(bucket.take()).as("asking costs nothing").isEqualTo(70 * MILLISECOND);
    }

    @Test
    void keepsNoMoreThanABurstHoweverLongThePause() {
        now.addAndGet(3_600_000 * MILLISECOND);

        assertThat(taken(10)).isEqualTo(3);
    }

    @Test
    void isFullUntilOneIsTakenAndWhenTheyAreBack() {
        assertThat(bucket.isFull()).isTrue();
        taken(2);
        now.addAndGet(199 * MILLISECOND);
        assertThat(bucket.isFull()).isFalse();
        now.addAndGet(MILLISECOND);
        assertThat(bucket.isFull()).isTrue();
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.take() == 0 ? 1 : 0;
        }
        return taken;
    }
}
