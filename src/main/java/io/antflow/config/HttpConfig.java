package io.antflow.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The tasks {@code http} and {@code poll}: where they may call, with what credentials, and what bounds them. */
@ConfigMapping(prefix = "antflow.http")
public interface HttpConfig {

    /**
     * Where definitions may call: {@code host}, {@code host:port}, {@code *.domain}, an address or a range
     * ({@code 10.0.0.0/8}, {@code [fd00::]/8:8080}), or the words {@code public}, {@code private} and {@code loopback}.
     * What is neither (link-local and metadata addresses above all) is reached only when the address itself is listed.
     * Empty: nowhere.
     */
    @WithDefault("public")
    Optional<List<String>> allow();

    /** How long a connection may take to be made, its TLS handshake not counted, which may take as long again. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration connectTimeout();

    /** How long an unused connection is kept; a server that announces less gets less. */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration keepAlive();

    /** Connections to one address of a host; past it a request waits for one. The default is as many as there are workers. */
    @WithDefault("10000")
    @Min(1)
    @Max(100_000)
    int connectionsPerHost();

    /** The most that a definition may ask for as {@code max_response_bytes}. */
    @WithDefault("16M")
    MemorySize maxResponseBytes();

    /** Bytes of large answers that are held in memory at the same time, by all calls; past it reading waits. */
    @WithDefault("64M")
    MemorySize responseBuffer();

    /** The longest wait that a server's {@code Retry-After} gets; a longer one is cut to this. */
    @WithDefault("5m")
    @DurationMin
    @DurationMax(hours = 1)
    Duration maxRetryAfter();

    /** The name of a {@code quarkus.tls.<name>} configuration for these calls, with certificates to trust or of our own. */
    Optional<String> tlsConfigurationName();

    /** What definitions may name as {@code auth}. */
    @WithName("credentials")
    Map<String, Credential> credentials();

    /** A secret, how it is sent, and where to. */
    interface Credential {

        /** How it is sent. */
        Type type();

        /** The token, password or key; or else {@code secret-file}. */
        Optional<String> secret();

        /** The file that holds it, such as a mounted secret; read again when it has changed. A last line break is no part. */
        Optional<Path> secretFile();

        /** The user's name, for {@code basic}. */
        Optional<String> user();

        /** The header's name, for {@code api-key}. */
        @WithDefault("X-API-Key")
        String header();

        /** Where it may be sent: {@code https://host[:port]} or, if it must be, {@code http://…}; {@code https://*.domain}. */
        List<String> origins();
    }

    /** How a credential is sent. */
    enum Type {
        /** {@code Authorization: Bearer <secret>}. */
        BEARER,
        /** {@code Authorization: Basic <user and secret>}. */
        BASIC,
        /** {@code <header>: <secret>}. */
        API_KEY
    }
}
