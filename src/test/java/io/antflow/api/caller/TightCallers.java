package io.antflow.api.caller;

import io.antflow.api.access.GuardedAccess;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A service that wants keys, whose callers reach their limits quickly. */
public final class TightCallers implements QuarkusTestProfile {

    static final int RUNS = 2;
    static final int STREAMS = 2;
    static final int ITEMS = 5;
    static final int REQUESTS = 200;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(new GuardedAccess().getConfigOverrides());
        config.put("antflow.callers.active-runs", String.valueOf(RUNS));
        config.put("antflow.callers.streams", String.valueOf(STREAMS));
        config.put("antflow.callers.items", String.valueOf(ITEMS));
        config.put("antflow.callers.request-burst", String.valueOf(REQUESTS));
        config.put("antflow.callers.requests-per-second", "1");
        return config;
    }
}
