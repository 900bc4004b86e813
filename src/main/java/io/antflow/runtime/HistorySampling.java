package io.antflow.runtime;

import io.antflow.tracking.RunHistories;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Samples the runs for their histories, once a second: a snapshot of each, whatever the number of its items. */
@Singleton
final class HistorySampling {

    private static final Logger LOG = Logger.getLogger(HistorySampling.class);

    private final RunHistories histories;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("antflow-history").factory());

    HistorySampling(RunHistories histories) {
        this.histories = histories;
    }

    void onStart(@Observes StartupEvent event) {
        thread.scheduleAtFixedRate(this::sample, 1, 1, TimeUnit.SECONDS);
    }

    void onStop(@Observes ShutdownEvent event) {
        thread.shutdown();
    }

    private void sample() {
        try {
            histories.sample();
        } catch (RuntimeException e) {
            // One that is thrown out of here would have been the last.
            LOG.error("The runs could not be sampled for their histories", e);
        }
    }
}
