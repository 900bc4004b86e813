package io.antflow.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps the log readable while the provider of tokens can't be reached: Quarkus would say so, with a stack trace, at each
 * call that comes with a token, and anybody can send one. A line a minute says it as well, and why.
 */
@Singleton
final class ProviderLog {

    /** What Quarkus says it in: why, and whom it has tried to reach. */
    private static final List<String> CATEGORIES =
            List.of("io.quarkus.oidc.common.runtime.OidcCommonUtils", "io.quarkus.oidc.runtime.OidcRecorder");

    /** What has gone wrong at the start itself has been said by then. */
    void onStart(@Observes StartupEvent event) {
        CATEGORIES.forEach(category -> Logger.getLogger(category).setFilter(new OnceAMinute(System::nanoTime)));
    }

    /** Lets one line a minute pass, without its stack trace. Thread-safe. */
    static final class OnceAMinute implements Filter {

        private static final Duration INTERVAL = Duration.ofMinutes(1);

        private final LongSupplier nanoTime;
        private long next;

        OnceAMinute(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.next = nanoTime.getAsLong();
        }

        @Override
        public synchronized boolean isLoggable(LogRecord line) {
            long now = nanoTime.getAsLong();
            if (now - next < 0) {
                return false;
            }
            next = now + INTERVAL.toNanos();
            Throwable cause = line.getThrown();
            if (cause != null) {
                line.setMessage(line.getMessage() + " " + cause);
                line.setThrown(null);
            }
            return true;
        }
    }
}
