package io.antflow.dashboard.terminal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * More entries than lines: the most important are shown, in the order in which they were, and the others only counted.
 *
 * @param shown these have a line each
 * @param hidden these have one line together; empty: none is needed
 */
record Folded<T>(List<T> shown, List<T> hidden) {

    /** @param mostImportantFirst decides who is shown */
    static <T> Folded<T> of(List<T> all, int lines, Comparator<T> mostImportantFirst) {
        if (all.size() <= lines) {
            return new Folded<>(all, List.of());
        }
        Set<T> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        all.stream().sorted(mostImportantFirst).limit(Math.max(0, lines - 1)).forEach(kept::add);
        List<T> shown = new ArrayList<>();
        List<T> hidden = new ArrayList<>();
        all.forEach(entry -> (kept.contains(entry) ? shown : hidden).add(entry));
        return new Folded<>(shown, hidden);
    }
}
