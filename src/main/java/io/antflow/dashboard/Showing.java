package io.antflow.dashboard;

import io.antflow.engine.Run;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Shows a run on a dashboard, from each start to its end, on a virtual thread of its own. Thread-safe. */
final class Showing {

    private static final Logger LOG = Logger.getLogger(Showing.class);

    @FunctionalInterface
    private interface Call {
        void make() throws Exception;
    }

    /**
     * A run from a start to its end; each is done once.
     *
     * @param told the dashboard knows of the start
     * @param ended the run has ended
     * @param shown the dashboard has been told all, or another life is shown instead
     */
    record Life(CountDownLatch told, CountDownLatch ended, CompletableFuture<Void> shown) {

        Life() {
            this(new CountDownLatch(1), new CountDownLatch(1), new CompletableFuture<>());
        }
    }

    private final Run run;
    private final Dashboard dashboard;

    /** What was begun last, shown or to be shown next. */
    private Life life = new Life();

    private boolean showing;
    private boolean waiting;
    private boolean failed;

    Showing(Run run, Dashboard dashboard) {
        this.run = run;
        this.dashboard = dashboard;
    }

    /**
     * The run starts, or goes on after its end. While the dashboard is not through with what was before, this is shown next,
     * and of several only the last: a dashboard that hangs must not gather threads.
     */
    synchronized Life begin() {
        if (waiting) {
            life.shown.complete(null); // it never will be
        }
        life = new Life();
        waiting = true;
        if (!showing) {
            showing = true;
            Thread.ofVirtual().name("antflow-dashboard").start(this::show);
        }
        return life;
    }

    /** The run has ended. */
    synchronized void end() {
        life.ended.countDown();
    }

    private synchronized Life next() {
        waiting = false;
        return life;
    }

    private synchronized boolean goesOn() {
        showing = waiting;
        return showing;
    }

    private void show() {
        try {
            do {
                Life shown = next();
                show(shown);
                shown.shown.complete(null);
            } while (goesOn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that; the thread ends
        }
    }

    private void show(Life shown) throws InterruptedException {
        long interval = intervalNanos();
        tell(() -> dashboard.onStart(run.pipeline(), run.summary().totalItems()));
        shown.told.countDown();
        do {
            tell(() -> dashboard.onUpdate(run.snapshot()));
        } while (!shown.ended.await(interval, TimeUnit.NANOSECONDS));
        tell(() -> dashboard.onUpdate(run.snapshot()));
        tell(() -> dashboard.onFinish(run.results(), run.errorSummary()));
    }

    private long intervalNanos() {
        Duration[] interval = {Dashboard.DEFAULT_INTERVAL};
        tell(() -> interval[0] = dashboard.interval());
        return Math.max(
                TimeUnit.NANOSECONDS.convert(interval[0]), TimeUnit.NANOSECONDS.convert(Dashboard.MIN_INTERVAL));
    }

    /** Only the first failure is logged: a broken dashboard must not flood the log at its interval. */
    private void tell(Call call) {
        try {
            call.make();
        } catch (Throwable e) {
            if (!failed) {
                failed = true;
                LOG.warnf(
                        e,
                        "dashboard %s failed on run %s; its further failures on this run are not logged",
                        dashboard.getClass().getName(),
                        run.id());
            }
        }
        Thread.interrupted(); // one that the dashboard left behind
    }
}
