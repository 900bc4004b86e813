package io.antflow.security;

import io.antflow.config.SecurityConfig;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sessions of browsers: who has signed in, until when. They live in memory, so that one which is gone is gone, and end
 * with what somebody signed in by.
 */
@Singleton
public final class Sessions {

    /** The cookie's name. */
    public static final String COOKIE = "antflow_session";

    private static final int TOKEN_BYTES = 32;

    /**
     * A session.
     *
     * @param name who has signed in
     * @param roles what they may do
     * @param began when
     * @param end when it ends at the latest
     * @param pass what they signed in by
     */
    record Session(String name, Set<String> roles, Instant began, Instant end, Pass pass) {

        boolean validAt(Instant now) {
            return now.isBefore(end) && pass.valid();
        }
    }

    /**
     * What the browser is to keep.
     *
     * @param token the cookie's value
     * @param end when the session ends at the latest
     */
    public record Ticket(String token, Instant end) {

        /** Does not tell the token. */
        @Override
        public String toString() {
            return "until " + end;
        }
    }

    private final int max;
    private final Duration lifetime;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** By the digest of their token. */
    private final Map<String, Session> sessions = new HashMap<>();

    @Inject
    Sessions(SecurityConfig config) {
        this(config.maxSessions(), config.sessionLifetime(), InstantSource.system());
    }

    Sessions(int max, Duration lifetime, InstantSource clock) {
        this.max = max;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Begins one for somebody who is known. When there are as many as may be, the oldest of whoever has most of them ends: so
     * nobody signs out all others.
     */
    public synchronized Ticket open(SecurityIdentity caller) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> !session.validAt(now));
        if (sessions.size() >= max) {
            endOneOfTheMost();
        }
        Instant end = now.plus(lifetime);
        if (caller.getAttribute(Pass.EXPIRY) instanceof Long expiry && expiry < end.getEpochSecond()) {
            end = Instant.ofEpochSecond(expiry);
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(
                digest(token),
                new Session(caller.getPrincipal().getName(), Set.copyOf(caller.getRoles()), now, end, Pass.of(caller)));
        return new Ticket(token, end);
    }

    private void endOneOfTheMost() {
        Map<String, List<Map.Entry<String, Session>>> byName = sessions.entrySet().stream()
                .collect(Collectors.groupingBy(entry -> entry.getValue().name()));
        byName.values().stream()
                .max(Comparator.comparingInt(List::size))
                .flatMap(most -> most.stream()
                        .min(Comparator.comparing(entry -> entry.getValue().began())))
                .ifPresent(oldest -> sessions.remove(oldest.getKey()));
    }

    /** The session that this token is of, while it lasts. */
    synchronized Optional<Session> find(String token) {
        return Optional.ofNullable(sessions.get(digest(token))).filter(session -> session.validAt(clock.instant()));
    }

    /** Ends it, if there is one. */
    public synchronized void end(String token) {
        sessions.remove(digest(token));
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(ApiKey.digest(token));
    }
}
