package io.antflow.api.caller;

import io.antflow.config.CallersConfig;
import io.antflow.runtime.CallerLimit;
import io.antflow.runtime.RefusalCounts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What one caller takes of the service, and how much of it that may be. Thread-safe. */
public final class Caller {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final int requestsPerSecond;
    private final TokenBucket requests;
    private final Quota runs;
    private final Quota streams;
    private final Quota items;
    private final RefusalCounts counts;

    Caller(CallersConfig limits, RefusalCounts counts, LongSupplier nanoTime) {
        this.requestsPerSecond = limits.requestsPerSecond();
        this.requests = new TokenBucket(requestsPerSecond, limits.requestBurst(), nanoTime);
        this.runs = new Quota(
                CallerLimit.RUNS,
                limits.activeRuns(),
                "a caller may have %,d active runs, and this one has them; one that ends makes room"
                        .formatted(limits.activeRuns()),
                SOON,
                counts);
        this.streams = new Quota(
                CallerLimit.STREAMS,
                limits.streams(),
                "a caller may have %,d streams open, and this one has them; close one, or try again later"
                        .formatted(limits.streams()),
                SOON,
                counts);
        this.items = new Quota(
                CallerLimit.ITEMS,
                limits.items(),
                "the active runs of a caller may hold %,d items, and this one's do; a run that ends makes room"
                        .formatted(limits.items()),
                LATER,
                counts);
        this.counts = counts;
    }

    /** @throws HttpProblem 429 when requests come faster than they may */
    void countRequest() {
        long nanos = requests.take();
        if (nanos > 0) {
            counts.refused(CallerLimit.REQUESTS);
            throw Quota.problem(
                            CallerLimit.REQUESTS,
                            "a caller may send %,d requests a second; wait as Retry-After says"
                                    .formatted(requestsPerSecond),
                            Duration.ofSeconds(Duration.ofNanos(nanos).toSeconds() + 1))
                    .build();
        }
    }

    /** The caller's active runs. */
    public Quota runs() {
        return runs;
    }

    /** The caller's open streams. */
    public Quota streams() {
        return streams;
    }

    /** The items of the caller's active runs. */
    public Quota items() {
        return items;
    }

    /** Whether it is as if the caller had never been here. */
    boolean isForgettable() {
        return requests.isFull() && runs.isUnused() && streams.isUnused() && items.isUnused();
    }
}
