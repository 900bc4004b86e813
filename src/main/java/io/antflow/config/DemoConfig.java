package io.antflow.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The demo, and where its last stage writes. */
@ConfigMapping(prefix = "antflow")
public interface DemoConfig {

    /** Whether the demo pipeline is there and one run of it starts with the service. */
    @WithDefault("false")
    boolean demo();

    /** The folder for files that the service writes, made when it is first needed; relative to where the service runs. */
    @WithDefault("data")
    Path dataDir();
}
