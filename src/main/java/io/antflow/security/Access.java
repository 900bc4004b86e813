package io.antflow.security;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Whether callers must say who they are. */
@Singleton
public final class Access {

    /** Any of these, and tokens of OpenID Connect are taken. */
    static final List<String> TOKENS = List.of("quarkus.oidc.auth-server-url", "quarkus.oidc.public-key");

    private final boolean keys;
    private final boolean tokens;

    Access(KeyRing keys, Config config) {
        this.keys = keys.configured();
        this.tokens = TOKENS.stream()
                .map(name -> config.getOptionalValue(name, String.class))
                .flatMap(Optional::stream)
                .anyMatch(value -> !value.isBlank());
    }

    /** True: by a key or a token. False: whoever reaches the service may do everything. */
    public boolean configured() {
        return keys || tokens;
    }

    /** Whether tokens of an OpenID Connect provider are taken. */
    boolean tokens() {
        return tokens;
    }
}
