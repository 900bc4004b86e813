package io.antflow.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How far the evaluation of one expression on one value may go. What goes past it fails the item, and is not retried. */
@ConfigMapping(prefix = "antflow.expressions")
public interface ExpressionsConfig {

    /** How long it may take. A stage's own timeout ends it sooner. 1 ms to 1 h. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration timeout();

    /** About how much memory the values may take that it makes; a single one may take a quarter of it. */
    @WithDefault("256M")
    MemorySize maxMemory();
}
