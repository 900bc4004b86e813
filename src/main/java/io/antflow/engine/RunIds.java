package io.antflow.engine;

import java.security.SecureRandom;
import java.time.Instant;

/** Makes ids as the ULID specification has them: 48 bits of milliseconds and 80 random bits in Crockford's base 32. */
final class RunIds {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 16;

    private final SecureRandom random = new SecureRandom();
    private long lastMillis;

    /** Sorts after all ids that were made before. */
    synchronized String next(Instant now) {
        long millis = Math.max(now.toEpochMilli(), lastMillis + 1);
        lastMillis = millis;
        char[] id = new char[TIME_CHARACTERS + RANDOM_CHARACTERS];
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            id[i] = ALPHABET[(int) (millis & 31)];
            millis >>>= 5;
        }
        for (int i = TIME_CHARACTERS; i < id.length; i++) {
            id[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(id);
    }
}
