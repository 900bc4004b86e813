package io.antflow.security;

import io.antflow.config.SecurityConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Refuses the start when other machines could reach the service and nobody has said who may use it. Within one machine
 * everybody may; a domain socket's file says itself who may open it.
 */
@Singleton
final class StartGuard {

    private static final Logger LOG = Logger.getLogger(StartGuard.class);

    private static final int FIRST = 0;

    private final Access access;
    private final boolean anonymous;
    private final Optional<String> audience;
    private final String host;
    private final boolean listens;

    StartGuard(
            Access access,
            SecurityConfig config,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<String> audience,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean listens) {
        this.access = access;
        this.anonymous = config.anonymous();
        this.audience = audience;
        this.host = host;
        this.listens = listens;
    }

    /** Before anything is started, the HTTP server above all. */
    void onStart(@Observes @Priority(FIRST) StartupEvent event) {
        if (access.configured() && anonymous) {
            throw new ConfigurationException(
                    "antflow.security.anonymous=true lets everybody do everything, and there are keys or tokens besides"
                            + " (antflow.security.keys-file, quarkus.oidc.*): take out one or the other");
        }
        if (access.tokens() && audience.isEmpty()) {
            throw new ConfigurationException(
                    "quarkus.oidc.token.audience: say which audience (aud) tokens are to have, or those that were given for any"
                            + " other service would be taken, too; 'any' if they have none");
        }
        if (access.configured() || !listens || isOfThisMachineAlone(host)) {
            return;
        }
        if (!anonymous) {
            throw new ConfigurationException("""
                    The service would listen on %s, where other machines can reach it, and everybody could do everything. To go on,
                    - give it API keys: antflow.security.keys-file (ANTFLOW_SECURITY_KEYS_FILE), a line 'name role sha256-of-the-key' each,
                    - or let it take the tokens of an OpenID Connect provider: quarkus.oidc.auth-server-url (QUARKUS_OIDC_AUTH_SERVER_URL),
                    - or keep it to this machine: quarkus.http.host=localhost (QUARKUS_HTTP_HOST),
                    - or, if whoever reaches it may do everything, say so: antflow.security.anonymous=true (ANTFLOW_SECURITY_ANONYMOUS).""".formatted(host));
        }
        LOG.warnf("Whoever reaches this service, on %s, may do everything (antflow.security.anonymous=true)", host);
    }

    private static boolean isOfThisMachineAlone(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
