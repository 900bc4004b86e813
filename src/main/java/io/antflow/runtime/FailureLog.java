package io.antflow.runtime;

import io.antflow.engine.EngineClock;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.antflow.engine.StatusEvent;
import io.antflow.pipeline.Failure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Logs items that fail for good, a line each, under the category {@value #CATEGORY}: as warnings so many in a while, as whoever
 * feeds bad items must not fill the log, and at the run's end how many were left out. At level debug it logs all of them, with
 * their stack traces. What is traced has the ids of its trace in the line.
 */
@Singleton
final class FailureLog implements RunObserver {

    static final String CATEGORY = "io.antflow.failures";

    static final int MAX_LINES = 3;
    static final Duration PERIOD = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final int MAX_TEXT = 500;

    private final EngineClock clock;

    /** Guarded by this. */
    private int lines;

    private long periodBegan;

    FailureLog(EngineClock clock) {
        this.clock = clock;
        this.periodBegan = clock.nanoTime();
    }

    @Override
    public RunListener observe(Run run) {
        return new OfRun(run);
    }

    private synchronized boolean mayWrite() {
        long now = clock.nanoTime();
        if (now - periodBegan >= PERIOD.toNanos()) {
            periodBegan = now;
            lines = 0;
        }
        if (lines >= MAX_LINES) {
            return false;
        }
        lines++;
        return true;
    }

    private final class OfRun implements RunListener {

        private final Run run;
        private final LongAdder leftOut = new LongAdder();

        OfRun(Run run) {
            this.run = run;
        }

        @Override
        public void onItemEnded(StatusEvent event, long durationNanos) {
            Failure failure = event.failure();
            if (event.status() != ItemStatus.FAILED || failure == null || !LOG.isEnabled(Logger.Level.WARN)) {
                return;
            }
            boolean all = LOG.isDebugEnabled();
            if (!all && !mayWrite()) {
                leftOut.increment();
                return;
            }
            LOG.logf(
                    all ? Logger.Level.DEBUG : Logger.Level.WARN,
                    all ? failure.cause() : null,
                    "item %s of run %s failed in stage '%s' of pipeline '%s' at attempt %s: %s: %s",
                    cut(String.valueOf(event.itemId())),
                    run.id(),
                    event.stage(),
                    run.pipeline().name(),
                    event.attempt(),
                    failure.type(),
                    cut(failure.message()));
        }

        @Override
        public void onEnded() {
            long more = leftOut.sumThenReset();
            if (more > 0) {
                LOG.warnf(
                        "%s more failures in run %s of pipeline '%s': GET /api/runs/%s/errors tells of all",
                        more, run.id(), run.pipeline().name(), run.id());
            }
        }
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    }
}
