package io.antflow.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preference {@code wait} of RFC 7240. What is no whole number of seconds is passed over, as the RFC wants it of
 * preferences that are not understood.
 */
final class PreferredWait {

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);

    private PreferredWait() {}

    /**
     * How long to wait.
     *
     * @param prefer the values of the header
     * @param longest a longer wait is cut to this
     * @return empty: the client wants no wait
     */
    static Optional<Duration> of(List<String> prefer, Duration longest) {
        for (String value : prefer) {
            Matcher wait = WAIT.matcher(value);
            if (wait.find()) {
                Duration wanted = Duration.ofSeconds(Long.parseLong(wait.group(1)));
                return Optional.of(wanted.compareTo(longest) > 0 ? longest : wanted);
            }
        }
        return Optional.empty();
    }
}
