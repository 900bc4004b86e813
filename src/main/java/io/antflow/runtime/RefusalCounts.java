package io.antflow.runtime;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what callers were refused for taking too much, and the lines that the audit log left out: whoever refuses counts
 * here, whoever measures reads here, so that neither knows the other. Thread-safe.
 */
@Singleton
public final class RefusalCounts {

    private final LongAdder[] byLimit =
            Arrays.stream(CallerLimit.values()).map(limit -> new LongAdder()).toArray(LongAdder[]::new);
    private final LongAdder auditLinesLeftOut = new LongAdder();

    /** A caller was refused something. */
    public void refused(CallerLimit limit) {
        byLimit[limit.ordinal()].increment();
    }

    /** The audit log has one refused call less than there were. */
    public void auditLineLeftOut() {
        auditLinesLeftOut.increment();
    }

    /** How often callers were refused that since the start of the service. */
    public long refusals(CallerLimit limit) {
        return byLimit[limit.ordinal()].sum();
    }

    /** How many refused calls the audit log has left out since the start of the service. */
    public long auditLinesLeftOut() {
        return auditLinesLeftOut.sum();
    }
}
