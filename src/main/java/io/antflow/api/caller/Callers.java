package io.antflow.api.caller;

import io.antflow.config.CallersConfig;
import io.antflow.engine.EngineClock;
import io.antflow.runtime.RefusalCounts;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Those who have called lately, or have something open. Their number is bounded. Thread-safe. */
@Singleton
public final class Callers {

    /** Past so many, whoever is new shares the limits of one caller with all that are new. */
    private static final int MAX = 10_000;

    /** Where there is no room, it is looked for so often. */
    private static final long SECOND = 1_000_000_000;

    private static final String EVERYONE_ELSE = "";

    private final CallersConfig limits;
    private final RefusalCounts counts;
    private final LongSupplier nanoTime;
    private final int max;
    private final ConcurrentHashMap<String, Caller> known = new ConcurrentHashMap<>();
    private long lookedForRoom;

    @Inject
    Callers(CallersConfig limits, RefusalCounts counts, EngineClock clock) {
        this(limits, counts, clock::nanoTime, MAX);
    }

    Callers(CallersConfig limits, RefusalCounts counts, LongSupplier nanoTime, int max) {
        this.limits = limits;
        this.counts = counts;
        this.nanoTime = nanoTime;
        this.max = max;
        this.lookedForRoom = nanoTime.getAsLong() - SECOND;
    }

    /**
     * Who that is: by name, or by address who has none. Empty: nobody in particular, who has no limits but the service's.
     *
     * @param identity null: there is none
     */
    public Optional<Caller> of(@Nullable SecurityIdentity identity, RemoteAddress address) {
        if (identity != null && !identity.isAnonymous()) {
            return Optional.of(caller("name " + identity.getPrincipal().getName()));
        }
        return address.isOwnMachine() ? Optional.empty() : Optional.of(caller("address " + address.network()));
    }

    private Caller caller(String key) {
        Caller caller = known.get(key);
        return caller == null ? newcomer(key) : caller;
    }

    private synchronized Caller newcomer(String key) {
        long now = nanoTime.getAsLong();
        if (known.size() >= max && now - lookedForRoom >= SECOND) {
            lookedForRoom = now;
            known.values().removeIf(Caller::isForgettable);
        }
        return known.computeIfAbsent(
                known.size() < max ? key : EVERYONE_ELSE, newcomer -> new Caller(limits, counts, nanoTime));
    }
}
