package io.antflow.api.caller;

import io.antflow.config.CallersConfig;

/** Limits that are reached at once. */
record TestLimits(int requestsPerSecond, int requestBurst, int activeRuns, int streams, long items)
        implements CallersConfig {

    static final TestLimits TIGHT = new TestLimits(1, 2, 2, 2, 3);
}
