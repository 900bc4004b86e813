package io.antflow.security;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells that the file of API keys is wrong. Never down: the keys it had before still count. What is wrong the log says, as
 * whoever comes may ask here.
 */
@Readiness
@Singleton
final class KeysFileCheck implements HealthCheck {

    private final KeyRing keys;

    KeysFileCheck(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check = HealthCheckResponse.named("API keys").up();
        return keys.faulty()
                ? check.withData(
                                "problem",
                                "the file is wrong; the keys it had before still count. The log says what it is")
                        .build()
                : check.build();
    }
}
