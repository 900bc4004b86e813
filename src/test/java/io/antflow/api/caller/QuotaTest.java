package io.antflow.api.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.runtime.CallerLimit;
import io.antflow.runtime.RefusalCounts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
public class QuotaTest {

    /** Of a caller who may have so many streams. */
    public static Quota ofStreams(int max) {
        return new Quota(CallerLimit.STREAMS, max, "so many", Duration.ofSeconds(5), new RefusalCounts());
    }

    @Test
    void givesNoMorePlacesThanThereAreHoweverManyAskAtOnce() throws Exception {
        int askers = 200;
        Quota quota = ofStreams(50);
        AtomicInteger given = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(askers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < askers; i++) {
                threads.execute(() -> {
                    together.countDown();
                    try {
                        together.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    given.addAndGet(quota.tryTake() ? 1 : 0);
                });
            }
        }
        assertThat(given).hasValue(50);

        quota.giveBack(50);
        assertThat(quota.isUnused()).isTrue();
    }
}
