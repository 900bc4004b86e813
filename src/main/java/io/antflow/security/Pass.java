package io.antflow.security;

import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;

/** What somebody was let in by: a key, a token, nothing at all. Calls are short; whatever lasts asks again and again. */
@FunctionalInterface
public interface Pass {

    /** Where an identity keeps it. */
    String ATTRIBUTE = "antflow.pass";

    /** Where Quarkus keeps when a token ends, in Unix seconds. */
    String EXPIRY = "quarkus.identity.expire-time";

    /** Whether it would still let them in. */
    boolean valid();

    /** What that one was let in by. */
    static Pass of(SecurityIdentity identity) {
        if (identity.getAttribute(ATTRIBUTE) instanceof Pass pass) {
            return pass;
        }
        return identity.getAttribute(EXPIRY) instanceof Long end
                ? () -> Instant.now().getEpochSecond() < end
                : () -> true;
    }
}
