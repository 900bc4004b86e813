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

/** Who may use the service. Without any of this, and without OpenID Connect, it is for its own machine alone. */
@ConfigMapping(prefix = "antflow.security")
public interface SecurityConfig {

    /** The file of API keys, such as a mounted secret; read again when it has changed. */
    Optional<Path> keysFile();

    /** True: whoever reaches the service may do everything, from other machines, too. */
    @WithDefault("false")
    boolean anonymous();

    /** How long a browser stays signed in at most. */
    @WithDefault("12h")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration sessionLifetime();

    /** How many browsers may be signed in at the same time; past it the oldest session of whoever has most of them ends. */
    @WithDefault("1000")
    @Min(1)
    @Max(1_000_000)
    int maxSessions();
}
