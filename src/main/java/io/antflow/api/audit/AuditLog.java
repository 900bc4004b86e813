package io.antflow.api.audit;

import io.antflow.api.caller.TokenBucket;
import io.antflow.engine.EngineClock;
import io.antflow.runtime.RefusalCounts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The log of changes, a category of its own. Every change is in it; of calls that were refused so many a second, and how many
 * were left out. Thread-safe.
 */
@Singleton
final class AuditLog {

    static final String CATEGORY = "io.antflow.audit";

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final int REFUSED_PER_SECOND = 10;
    private static final int REFUSED_AT_ONCE = 100;

    private final RefusalCounts counts;

    /** Of their own, so that no stranger can hide what somebody who is known has tried. */
    private final TokenBucket strangers;

    private final TokenBucket known;
    private final AtomicLong leftOut = new AtomicLong();

    @Inject
    AuditLog(RefusalCounts counts, EngineClock clock) {
        this(counts, clock::nanoTime);
    }

    AuditLog(RefusalCounts counts, LongSupplier nanoTime) {
        this.counts = counts;
        this.strangers = new TokenBucket(REFUSED_PER_SECOND, REFUSED_AT_ONCE, nanoTime);
        this.known = new TokenBucket(REFUSED_PER_SECOND, REFUSED_AT_ONCE, nanoTime);
    }

    void add(AuditedCall call) {
        if (call.refused() && (call.byStranger() ? strangers : known).take() > 0) {
            leftOut.incrementAndGet();
            counts.auditLineLeftOut();
            return;
        }
        long before = leftOut.getAndSet(0);
        if (before > 0) {
            LOG.infof("refused calls left out before this one: %d", before);
        }
        LOG.info(call.line());
    }
}
