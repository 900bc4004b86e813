package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The clients' connections, streams included. */
@ConfigMapping(prefix = "antflow.connections")
public interface ConnectionsConfig {

    /** How many there may be at the same time. One more is closed at once. */
    @WithDefault("10000")
    @Min(1)
    int max();

    /**
     * How long one may be without a request: a new one, or one whose last request is answered. A request counts when its
     * headers have come completely.
     */
    @WithDefault("75s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration idle();

    /** The same when more than half of the connections that there may be are there. */
    @WithDefault("5s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration idleWhenCrowded();
}
