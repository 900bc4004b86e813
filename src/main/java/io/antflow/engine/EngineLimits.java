package io.antflow.engine;

/**
 * What bounds the engine's memory.
 *
 * @param activeRuns runs that have not ended, at the same time; past it no run starts
 * @param endedRuns ended runs that are kept; past it the oldest is forgotten
 * @param items items of all runs that are kept, ended ones included; past it the oldest ended runs are forgotten, and
 *     when there are none, items are refused
 * @param recentFailures failures that a snapshot holds
 */
public record EngineLimits(int activeRuns, int endedRuns, long items, int recentFailures) {

    /** 100 active runs, 50 ended ones, a million items, 20 recent failures. */
    public static EngineLimits defaults() {
        return new EngineLimits(100, 50, 1_000_000, 20);
    }

    public EngineLimits {
        require(activeRuns, 1, "activeRuns");
        require(endedRuns, 0, "endedRuns");
        require(items, 1, "items");
        require(recentFailures, 0, "recentFailures");
    }

    private static void require(long value, long min, String name) {
        if (value < min) {
            throw new IllegalArgumentException("%s is at least %d, not %d".formatted(name, min, value));
        }
    }
}
