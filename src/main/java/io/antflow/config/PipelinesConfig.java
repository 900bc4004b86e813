package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What bounds the definitions that clients may leave with the service. */
@ConfigMapping(prefix = "antflow.pipelines")
public interface PipelinesConfig {

    /** Definitions that are kept, those of the application itself not counted; past it a new one is refused. At least 1. */
    @Min(1)
    @WithDefault("1000")
    int max();

    /** Stages that one definition may have. 1 to 1,000. */
    @Min(1)
    @Max(1_000)
    @WithDefault("100")
    int maxStages();

    /** Tasks that one stage may have. 1 to 1,000. */
    @Min(1)
    @Max(1_000)
    @WithDefault("100")
    int maxTasksPerStage();
}
