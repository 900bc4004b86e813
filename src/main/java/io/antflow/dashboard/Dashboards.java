package io.antflow.dashboard;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Shows all runs of an engine on dashboards, without a container: {@code
 * PipelineEngine.builder().observer(new Dashboards(dashboard))}. To be closed after the engine by a program that ends then,
 * for dashboards are told of an end a moment later.
 */
public final class Dashboards implements RunObserver, AutoCloseable {

    /** How long {@link #close()} waits for dashboards. */
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** How long the start of a run waits for its dashboards to know of it. */
    static final Duration START_LIMIT = Duration.ofMillis(500);

    private final List<Dashboard> dashboards;

    /** What dashboards have not been told all of. */
    private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();

    /** Shows each run on all of these; they are called from several threads when several runs are active. */
    public Dashboards(Dashboard... dashboards) {
        this.dashboards = List.of(dashboards);
    }

    /** For the engine: shows a new run. */
    @Override
    public RunListener observe(Run run) {
        return listener(run, dashboards, this::remember);
    }

    private void remember(CompletableFuture<Void> shown) {
        open.add(shown);
        shown.whenComplete((nothing, failure) -> open.remove(shown));
    }

    /** Waits until the dashboards have been told of all runs that have ended, but not for long if one hangs or a run goes on. */
    @Override
    public void close() throws InterruptedException {
        try {
            CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                    .get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // a dashboard that hangs is not waited for
        } catch (ExecutionException e) {
            throw new IllegalStateException("being shown is no failure", e);
        }
    }

    /**
     * Shows one run from now on until it has ended, whether or not it has started or ended already. Does not wait.
     *
     * @return completes when the dashboard has been told all
     */
    public static CompletableFuture<Void> show(Run run, Dashboard dashboard) {
        Showing showing = new Showing(run, dashboard);
        Showing.Life life = showing.begin();
        run.whenEnded().whenComplete((summary, failure) -> showing.end());
        return life.shown();
    }

    /** @param begun told of every showing that begins */
    static RunListener listener(Run run, List<Dashboard> dashboards, Consumer<CompletableFuture<Void>> begun) {
        return new Listener(
                dashboards.stream()
                        .map(dashboard -> new Showing(run, dashboard))
                        .toList(),
                begun);
    }

    /** Begins a showing on each dashboard with each start of the run, and ends it with its end. */
    private record Listener(List<Showing> showings, Consumer<CompletableFuture<Void>> begun) implements RunListener {

        @Override
        public void onStarted() {
            List<CountDownLatch> told = showings.stream().map(this::begin).toList();
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            try {
                for (CountDownLatch latch : told) {
                    latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private CountDownLatch begin(Showing showing) {
            Showing.Life life = showing.begin();
            begun.accept(life.shown());
            return life.told();
        }

        @Override
        public void onEnded() {
            showings.forEach(Showing::end);
        }
    }
}
