package io.antflow.api.caller;

import io.antflow.api.problem.ProblemType;
import io.antflow.runtime.CallerLimit;
import io.antflow.runtime.RefusalCounts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How many places of one kind a caller may have at the same time, and has. Thread-safe. */
public final class Quota {

    private final CallerLimit limit;
    private final long max;
    private final String detail;
    private final Duration retryAfter;
    private final RefusalCounts counts;
    private final AtomicLong taken = new AtomicLong();

    /** @param detail what the limit is, and what makes room */
    Quota(CallerLimit limit, long max, String detail, Duration retryAfter, RefusalCounts counts) {
        this.limit = limit;
        this.max = max;
        this.detail = detail;
        this.retryAfter = retryAfter;
        this.counts = counts;
    }

    /** Takes a place, to be given back. False: there is none. */
    boolean tryTake() {
        if (taken.incrementAndGet() > max) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    /**
     * Takes a place, to be given back.
     *
     * @throws HttpProblem 429 when there is none
     */
    public void take() {
        if (!tryTake()) {
            throw refusal().build();
        }
    }

    /**
     * Says beforehand what {@link #take} would.
     *
     * @throws HttpProblem 429 when there is no place
     */
    public void requireRoom() {
        if (taken.get() >= max) {
            throw refusal().build();
        }
    }

    /** Takes places that there may not be, for what is there already. */
    void add(long places) {
        taken.addAndGet(places);
    }

    /** Gives places back. */
    public void giveBack(long places) {
        taken.addAndGet(-places);
    }

    boolean isUnused() {
        return taken.get() == 0;
    }

    /** Counts a refusal, and tells why. */
    public HttpProblem.Builder refusal() {
        counts.refused(limit);
        return problem(limit, detail, retryAfter);
    }

    static HttpProblem.Builder problem(CallerLimit limit, String detail, Duration retryAfter) {
        return ProblemType.CALLER_LIMIT
                .with("%s (%s)".formatted(detail, limit.key()))
                .withHeader(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
    }
}
