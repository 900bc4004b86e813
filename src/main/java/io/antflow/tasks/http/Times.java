package io.antflow.tasks.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations in messages. */
final class Times {

    private Times() {}

    /** In seconds: {@code 0.25 s}, {@code 120 s}. */
    static String shown(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3)
                        .setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " s";
    }
}
