package io.antflow.api.stream;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.Run;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;

/** A run, of which snapshots can be taken. */
@RegisterForReflection(targets = DashboardSnapshot.class)
record RunState(Run run, StreamJson json, EventIds ids) implements Subject {

    @Override
    public String key() {
        return run.id();
    }

    @Override
    public TakenSnapshot snapshot() {
        return taken(run.snapshot());
    }

    @Override
    public List<StreamEvent> first(Duration interval) {
        StartView start = new StartView(
                run.id(),
                run.pipeline().name(),
                run.summary().totalItems(),
                run.pipeline().stageNames(),
                interval.toMillis() / 1e3);
        return List.of(new StreamEvent(EventName.START, null, json.write(start)));
    }

    @Override
    public boolean ended() {
        return run.ended();
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        run.awaitEnd();
    }

    @Override
    public List<StreamEvent> last() {
        DashboardSnapshot last = run.snapshot();
        TakenSnapshot taken = taken(last);
        return List.of(
                taken.event(), new StreamEvent(EventName.FINISH, taken.event().id(), json.write(FinishView.of(last))));
    }

    private TakenSnapshot taken(DashboardSnapshot snapshot) {
        return new TakenSnapshot(
                snapshot.version(),
                new StreamEvent(EventName.SNAPSHOT, ids.of(snapshot.version()), json.write(snapshot)));
    }
}
