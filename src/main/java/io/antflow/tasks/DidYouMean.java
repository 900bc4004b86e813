package io.antflow.tasks;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the name that was meant by one that does not exist. */
public final class DidYouMean {

    private static final int MAX_LISTED = 20;

    /** Longer ones are no slips of the pen, and comparing takes time by the square of their length. */
    private static final int MAX_LENGTH = 100;

    private DidYouMean() {}

    /** {@code "unknown field 'worker': did you mean 'workers'?"}, or what there is when nothing is close. */
    public static String unknown(String kind, String name, Collection<String> names) {
        String unknown = "unknown %s '%s'".formatted(kind, ClientText.shown(name));
        return closest(name, names)
                .map(closest -> unknown + ": did you mean '" + closest + "'?")
                .orElseGet(() -> unknown + "; " + listed(kind, names));
    }

    /** Like {@link #unknown}, and what there is in any case. */
    public static String unknownOf(String kind, String name, Collection<String> names) {
        String unknown = unknown(kind, name, names);
        return unknown.endsWith("?") ? unknown + " " + listed(kind, names) : unknown;
    }

    private static String listed(String kind, Collection<String> names) {
        if (names.isEmpty()) {
            return "there are no " + kind + "s";
        }
        String first = names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return "the %ss are %s%s"
                .formatted(
                        kind, first, names.size() > MAX_LISTED ? " and " + (names.size() - MAX_LISTED) + " more" : "");
    }

    /** The one that is so close that it may be a slip of the pen. */
    public static Optional<String> closest(String name, Collection<String> names) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return names.stream()
                .map(candidate -> new Candidate(candidate, distance(name, candidate)))
                .filter(candidate -> candidate.distance() <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name);
    }

    private static int distance(String name, String candidate) {
        return new DamerauLevenshteinDistance().apply(normalized(name), normalized(candidate));
    }

    /** {@code taskAttempts} and {@code task-attempts} are as close to {@code task_attempts} as can be. */
    private static String normalized(String name) {
        return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }

    private record Candidate(String name, int distance) {}
}
