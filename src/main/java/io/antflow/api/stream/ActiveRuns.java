package io.antflow.api.stream;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** All active runs together, of which snapshots can be taken. There may be none, but it never ends. */
@Singleton
final class ActiveRuns implements Subject {

    private final PipelineEngine engine;
    private final StreamJson json;
    private final EventIds ids;
    private final AtomicLong version = new AtomicLong();

    ActiveRuns(PipelineEngine engine, StreamJson json, EventIds ids) {
        this.engine = engine;
        this.json = json;
        this.ids = ids;
    }

    @Override
    public String key() {
        return ""; // no run's id
    }

    @Override
    public List<StreamEvent> first(Duration interval) {
        return List.of();
    }

    @Override
    public TakenSnapshot snapshot() {
        long newest = version.incrementAndGet();
        double now = InstantSource.system().millis() / 1e3;
        ActiveRunsView view = new ActiveRunsView(
                now,
                engine.runs().stream()
                        .filter(Predicate.not(Run::ended))
                        .map(Run::summary)
                        .toList());
        return new TakenSnapshot(newest, new StreamEvent(EventName.SNAPSHOT, ids.of(newest), json.write(view)));
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public List<StreamEvent> last() {
        return List.of();
    }
}
