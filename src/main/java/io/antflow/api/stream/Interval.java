package io.antflow.api.stream;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The time between two snapshots, as clients ask for it. */
public final class Interval {

    static final String MIN = "0.05";
    static final String MAX = "60";
    static final String DEFAULT = "0.5";

    /** Of what Java takes for a number, what JSON does, too. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(\\.\\d{1,20})?([eE][+-]?\\d{1,3})?");

    private Interval() {}

    /**
     * @param text seconds; null: {@value #DEFAULT}
     * @return whole milliseconds, so that there are not ever so many different ones
     * @throws HttpProblem 400 when it is no number or out of range
     */
    public static Duration of(@Nullable String text) {
        double seconds = seconds(text == null ? DEFAULT : text);
        if (seconds >= Double.parseDouble(MIN) && seconds <= Double.parseDouble(MAX)) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }
        throw ProblemType.INVALID_PARAMETER.because(
                "interval is a number of seconds from %s to %s, not '%s'".formatted(MIN, MAX, text));
    }

    private static double seconds(String text) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN; // in no range
    }
}
