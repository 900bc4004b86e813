package io.antflow.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits that tests of streams reach quickly, and pages of another origin that are allowed. */
public final class TightLimits implements QuarkusTestProfile {

    public static final int STREAMS = 40;
    public static final String ALLOWED_ORIGIN = "https://pages.example";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "antflow.streams.max", String.valueOf(STREAMS),
                "antflow.streams.heartbeat", "200ms",
                "antflow.engine.events-kept", "2048",
                "quarkus.http.cors.enabled", "true",
                "quarkus.http.cors.origins", ALLOWED_ORIGIN);
    }
}
