package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where definitions come from besides beans and clients, and what bounds them. */
@ConfigMapping(prefix = "antflow.pipelines")
public interface PipelinesConfig {

    /**
     * The folder whose files each define a pipeline: {@code *.yaml}, {@code *.yml} and {@code *.json}; relative to where the
     * service runs. It need not be there. Empty: none.
     */
    @WithDefault("pipelines")
    Optional<Path> dir();

    /** How often the folder is looked at; a change counts at the second look. 50 ms to an hour. */
    @WithDefault("1s")
    @DurationMin(millis = 50)
    @DurationMax(hours = 1)
    Duration checkInterval();

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
