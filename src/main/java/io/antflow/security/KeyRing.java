package io.antflow.security;

import io.antflow.config.SecurityConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The API keys that count now. The file is looked at all the time, and whoever asks is answered from memory. */
@Singleton
final class KeyRing {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final @Nullable KeyFile file;
    private @Nullable ScheduledExecutorService thread;

    KeyRing(SecurityConfig config) {
        this.file = config.keysFile().map(KeyRing::open).orElse(null);
    }

    private static KeyFile open(Path path) {
        try {
            return new KeyFile(path);
        } catch (MalformedKeysException e) {
            throw new ConfigurationException("antflow.security.keys-file: %s %s"
                    .formatted(path, e.getMessage())); // with a cause, its trace would be shown
        }
    }

    /** Whether there is a file of keys. */
    boolean configured() {
        return file != null;
    }

    /** Whether the file is wrong now, so that the keys it had before still count. */
    boolean faulty() {
        return file != null && file.faulty();
    }

    /** The key that is this text. */
    Optional<ApiKey> find(String text) {
        return keys().find(text);
    }

    /** Whether it still counts. */
    boolean has(ApiKey key) {
        return keys().has(key);
    }

    private ApiKeys keys() {
        return file == null ? ApiKeys.NONE : file.keys();
    }

    void onStart(@Observes StartupEvent event) {
        KeyFile watched = file;
        if (watched != null) {
            thread = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("antflow-keys").factory());
            thread.scheduleWithFixedDelay(
                    () -> look(watched), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.shutdown();
        }
    }

    private static void look(KeyFile watched) {
        try {
            watched.look();
        } catch (
                RuntimeException
                        e) { // the next look must come: one that is thrown out of here would have been the last
            LOG.error("The file of API keys could not be looked at", e);
        }
    }
}
