package io.antflow.demo;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Stands for a directory service somewhere on the network: it takes its time, at times it does not answer, and it does
 * not know everybody. Whom it answers, and at which attempt, depends on the user's number alone, so that every run of
 * the demo ends with the same figures.
 */
@Singleton
final class Directory {

    private static final Duration FASTEST = Duration.ofMillis(200);
    private static final Duration SLOWEST = Duration.ofMillis(750);
    private static final List<String> DEPARTMENTS =
            List.of("Assembly", "Design", "Logistics", "Marketing", "Research", "Sales", "Support");

    /** Addresses of former employees. */
    private static final String FORMER = "@former.example.com";

    private final Supplier<Duration> latency;

    Directory() {
        this(() -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(FASTEST.toMillis(), SLOWEST.toMillis() + 1)));
    }

    Directory(Supplier<Duration> latency) {
        this.latency = latency;
    }

    /**
     * Looks a user up.
     *
     * @param attempt how often this user was asked about, this time included, from 1
     * @throws DirectoryUnavailableException no answer this time
     * @throws PersonNotFoundException nobody of that address
     */
    Profile profileOf(User user, int attempt)
            throws DirectoryUnavailableException, PersonNotFoundException, InterruptedException {
        Thread.sleep(latency.get());
        long dice = diceOf(user.id());
        int silentAttempts = silentAttempts(dice % 100);
        if (attempt <= silentAttempts) {
            throw new DirectoryUnavailableException("the directory answered 503 Service Unavailable");
        }
        if (user.email().endsWith(FORMER)) {
            throw new PersonNotFoundException(user.email());
        }
        return new Profile(DEPARTMENTS.get((int) (dice % DEPARTMENTS.size())), "%05d".formatted(dice % 100_000));
    }

    /** Of a hundred users, nine are answered at the second attempt, five at the third, and one never. */
    private static int silentAttempts(long percentile) {
        if (percentile < 9) {
            return 1;
        }
        if (percentile < 14) {
            return 2;
        }
        return percentile == 14 ? Integer.MAX_VALUE : 0;
    }

    private static long diceOf(String id) {
        CRC32 dice = new CRC32();
        dice.update(id.getBytes(StandardCharsets.UTF_8));
        return dice.getValue();
    }
}
