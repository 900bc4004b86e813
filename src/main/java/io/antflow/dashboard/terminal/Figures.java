package io.antflow.dashboard.terminal;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Figures() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Rounded down: 100.0% is reached at the end and not before. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", Math.floor(share * 1000 + 1e-9) / 10);
    }

    static String rate(double perSecond) {
        if (perSecond < 0.005) {
            return "0/s";
        }
        return String.format(Locale.ROOT, perSecond < 1 ? "%.2f/s" : perSecond < 100 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    /** Such as {@code 12.3s}, {@code 2m 05s}, {@code 1h 02m}, {@code 3d 04h}. */
    static String duration(double seconds) {
        return seconds < MINUTE - 0.05 ? String.format(Locale.ROOT, "%.1fs", seconds) : whole(Math.round(seconds));
    }

    /** Like {@link #duration(double)}, in whole seconds, rounded up: a time still to wait. */
    static String remaining(double seconds) {
        return whole((long) Math.ceil(seconds));
    }

    private static String whole(long seconds) {
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (seconds < HOUR) {
            return two(seconds, MINUTE, "m", 1, "s");
        }
        return seconds < DAY ? two(seconds, HOUR, "h", MINUTE, "m") : two(seconds, DAY, "d", HOUR, "h");
    }

    private static String two(long seconds, int large, String largeUnit, int small, String smallUnit) {
        return String.format(
                Locale.ROOT, "%,d%s %02d%s", seconds / large, largeUnit, seconds % large / small, smallUnit);
    }

    /** Such as {@code <1ms}, {@code 103ms}, {@code 1.2s}, {@code 42s}, {@code 12m}, {@code 31h}, {@code 4d}: for tables. */
    static String brief(double seconds) {
        if (seconds < 0.0005) {
            return "<1ms";
        }
        if (seconds < 0.9995) {
            return Math.round(seconds * 1000) + "ms";
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1fs", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 100) {
            return whole + "s";
        }
        if (whole < 100L * MINUTE) {
            return whole / MINUTE + "m";
        }
        return whole < 2L * DAY ? whole / HOUR + "h" : Figures.count(whole / DAY) + "d";
    }
}
