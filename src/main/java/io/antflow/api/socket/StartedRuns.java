package io.antflow.api.socket;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Knows which run is the newest, and tells who waits for a newer one. Thread-safe. */
@Singleton
final class StartedRuns implements RunObserver {

    /**
     * A run has begun to work, for the first time or, with failed items put back, again.
     *
     * @param number rises with every start of any run, from 1
     */
    record Start(long number, Run run) {}

    private record Waiter(long after, UniEmitter<? super Start> emitter) {}

    private final Executor executor;

    /** The last start of each run that is kept, by id: so the newest run is last. This and all below is guarded by this. */
    private final TreeMap<String, Start> starts = new TreeMap<>();

    private final Set<Waiter> waiters = new HashSet<>();
    private long count;

    @Inject
    StartedRuns() {
        this(task -> Thread.ofVirtual().name("antflow-newest-run").start(task));
    }

    /** @param executor tells those who wait: whoever starts a run is not to do their work */
    StartedRuns(Executor executor) {
        this.executor = executor;
    }

    @Override
    public RunListener observe(Run run) {
        return new RunListener() {
            @Override
            public void onStarted() {
                started(run);
            }

            @Override
            public void onForgotten() {
                forgotten(run);
            }
        };
    }

    /** The newest run's last start, as soon as its number is above that: at once, or when it happens. */
    Uni<Start> newestAfter(long number) {
        return Uni.createFrom().emitter(emitter -> {
            Waiter waiter = new Waiter(number, emitter);
            emitter.onTermination(() -> leave(waiter));
            Start newest = newestOrWait(waiter);
            if (newest != null) {
                emitter.complete(newest);
            }
        });
    }

    /** The newest run that is kept; null: there is none. */
    synchronized @Nullable Run newest() {
        Map.Entry<String, Start> last = starts.lastEntry();
        return last == null ? null : last.getValue().run();
    }

    /** How many wait for a newer run. */
    synchronized int waiting() {
        return waiters.size();
    }

    private synchronized void started(Run run) {
        starts.put(run.id(), new Start(++count, run));
        if (!waiters.isEmpty()) {
            executor.execute(this::tell);
        }
    }

    private synchronized void forgotten(Run run) {
        starts.remove(run.id());
    }

    private synchronized @Nullable Start newestOrWait(Waiter waiter) {
        Map.Entry<String, Start> last = starts.lastEntry();
        if (last != null && last.getValue().number() > waiter.after()) {
            return last.getValue();
        }
        waiters.add(waiter);
        return null;
    }

    private synchronized void leave(Waiter waiter) {
        waiters.remove(waiter);
    }

    private void tell() {
        List<Waiter> due = new ArrayList<>();
        Start newest;
        synchronized (this) {
            Map.Entry<String, Start> last = starts.lastEntry();
            if (last == null) {
                return;
            }
            newest = last.getValue();
            waiters.removeIf(waiter -> waiter.after() < newest.number() && due.add(waiter));
        }
        due.forEach(waiter -> waiter.emitter().complete(newest));
    }
}
