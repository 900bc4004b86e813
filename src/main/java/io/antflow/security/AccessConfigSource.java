package io.antflow.security;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Turns OpenID Connect on when somebody has said whose tokens to take, and leaves it off otherwise. */
/*
 * Quarkus would not start without. What is said here is weaker than application.properties, the environment and system
 * properties.
 */
public final class AccessConfigSource implements ConfigSourceFactory {

    private static final int ORDINAL = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean configured = Access.TOKENS.stream().map(context::getValue).anyMatch(AccessConfigSource::isSaid);
        return List.of(new PropertiesConfigSource(
                Map.of("quarkus.oidc.tenant-enabled", String.valueOf(configured)), "access", ORDINAL));
    }

    private static boolean isSaid(ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isBlank();
    }
}
