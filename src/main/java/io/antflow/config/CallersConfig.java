package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * What one caller may take of the service, so that it leaves something to the others: whoever has a key or a token, by name;
 * who has none, by address. Who has none and is on the service's own machine has no limits but the service's.
 */
@ConfigMapping(prefix = "antflow.callers")
public interface CallersConfig {

    /** Requests a second, on average; past it a request is refused until there is time for it again. */
    @Min(1)
    @Max(1_000_000_000)
    @WithDefault("100")
    int requestsPerSecond();

    /** Requests that may come at once after a pause. */
    @Min(1)
    @Max(1_000_000_000)
    @WithDefault("500")
    int requestBurst();

    /** Runs that the caller has started and that have not ended. */
    @Min(1)
    @WithDefault("50")
    int activeRuns();

    /** Streams that the caller has open: events, snapshots, results, dashboards and WebSockets. */
    @Min(1)
    @WithDefault("250")
    int streams();

    /** Items that clients have fed into those runs, ended ones included, until their run has ended. */
    @Min(1)
    @WithDefault("500000")
    long items();
}
