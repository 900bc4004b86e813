package io.antflow.dashboard;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows all runs of an engine on dashboards, without a container: {@code
 * PipelineEngine.builder().observer(new Dashboards(dashboard))}.
 */
public final class Dashboards implements RunObserver {

    /** How long the start of a run waits for its dashboards to know of it. */
    static final Duration START_LIMIT = Duration.ofMillis(500);

    private final List<Dashboard> dashboards;

    /** Shows each run on all of these; they are called from several threads when several runs are active. */
    public Dashboards(Dashboard... dashboards) {
        this.dashboards = List.of(dashboards);
    }

    /** For the engine: shows a new run. */
    @Override
    public RunListener observe(Run run) {
        return listener(run, dashboards);
    }

    /** Shows one run from now on until it has ended, whether or not it has started or ended already. Does not wait. */
    public static void show(Run run, Dashboard dashboard) {
        Showing showing = new Showing(run, dashboard);
        showing.begin();
        run.whenEnded().whenComplete((summary, failure) -> showing.end());
    }

    static RunListener listener(Run run, List<Dashboard> dashboards) {
        return new Listener(dashboards.stream()
                .map(dashboard -> new Showing(run, dashboard))
                .toList());
    }

    /** Begins a showing on each dashboard with each start of the run, and ends it with its end. */
    private record Listener(List<Showing> showings) implements RunListener {

        @Override
        public void onStarted() {
            List<CountDownLatch> told = showings.stream().map(Showing::begin).toList();
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            try {
                for (CountDownLatch latch : told) {
                    latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onEnded() {
            showings.forEach(Showing::end);
        }
    }
}
