package io.antflow.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The measured speeds of one contender, in items per second. */
final class Series {

    private final List<Double> speeds = new ArrayList<>();

    void add(int items, long nanos) {
        speeds.add(items / (nanos / 1e9));
    }

    double median() {
        List<Double> sorted = speeds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** From the slowest to the fastest, as a share of the median. */
    double spread() {
        return (Collections.max(speeds) - Collections.min(speeds)) / median();
    }

    /** Every run in the order they were made, in millions. */
    String all() {
        return speeds.stream().map(Series::millions).collect(Collectors.joining(" "));
    }

    static String millions(double speed) {
        return String.format(Locale.ROOT, "%.2f", speed / 1e6);
    }
}
