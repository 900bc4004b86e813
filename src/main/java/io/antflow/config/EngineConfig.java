package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What bounds the engine, and how it stops. */
@ConfigMapping(prefix = "antflow.engine")
public interface EngineConfig {

    /** Runs that have not ended, at the same time; past it a start is refused. At least 1. */
    @Min(1)
    @WithDefault("100")
    int activeRuns();

    /** Ended runs that are kept to be asked; past it the oldest is forgotten. */
    @Min(0)
    @WithDefault("50")
    int endedRuns();

    /**
     * Items of all runs that are kept, ended ones included; past it the oldest ended runs are forgotten, and when there are
     * none, items are refused. At least 1.
     */
    @Min(1)
    @WithDefault("1000000")
    long items();

    /** Failures that a snapshot holds, the most recent ones. */
    @Min(0)
    @Max(10_000)
    @WithDefault("20")
    int recentFailures();

    /** Events of each run that streams and listeners can still read; older ones show as a gap. At least 1. */
    @Min(1)
    @Max(16_777_216)
    @WithDefault("65536")
    int eventsKept();

    /**
     * How long the service waits, when it stops, for the items in work; past it their tasks are interrupted. Keep it
     * shorter than whatever kills the process (Kubernetes: {@code terminationGracePeriodSeconds}).
     */
    @DurationMin
    @DurationMax(days = 1)
    @WithDefault("30s")
    Duration drainLimit();
}
