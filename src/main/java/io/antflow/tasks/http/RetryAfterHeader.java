package io.antflow.tasks.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfterHeader {

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    private RetryAfterHeader() {}

    /**
     * @param max what is longer is cut to this
     * @return zero when it is not there, can't be understood or lies in the past
     */
    static Duration parse(@Nullable String header, Instant now, Duration max) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        Duration wait = SECONDS.matcher(text).matches() ? seconds(text, max) : untilDate(text, now);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(max) > 0 ? max : wait;
    }

    private static Duration seconds(String digits, Duration max) {
        return digits.length() > 9 ? max : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Duration untilDate(String text, Instant now) {
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Duration.ZERO;
        }
    }
}
