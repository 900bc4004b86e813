package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Who may use the service. Without any of this, and without OpenID Connect, it is for its own machine alone. */
@ConfigMapping(prefix = "antflow.security")
public interface SecurityConfig {

    /** The file of API keys, such as a mounted secret; read again when it has changed. */
    Optional<Path> keysFile();

    /** True: whoever reaches the service may do everything, from other machines, too. */
    @WithDefault("false")
    boolean anonymous();
}
