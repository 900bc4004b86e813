package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The clients' streams: snapshots, events, results. */
@ConfigMapping(prefix = "antflow.streams")
public interface StreamsConfig {

    /** How many may be open at the same time. One more is answered 503. */
    @WithDefault("1000")
    @Min(1)
    int max();

    /** After so long a silence a stream shows that it is alive; below what proxies on the way wait for, often 60 s. */
    @WithDefault("15s")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration heartbeat();
}
