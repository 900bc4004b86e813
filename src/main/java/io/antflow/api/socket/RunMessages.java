package io.antflow.api.socket;

import io.antflow.api.stream.EventName;
import io.antflow.api.stream.StreamEvent;
import io.antflow.api.stream.StreamJson;
import io.antflow.api.stream.Subject;
import io.antflow.api.stream.TakenSnapshot;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.Run;
import java.time.Duration;
import java.util.List;

/** A run, as WebSocket messages tell of it. */
record RunMessages(Run run, StreamJson json) implements Subject {

    /** Not the run's id alone: by that its snapshots in full are known. */
    @Override
    public String key() {
        return "socket/" + run.id();
    }

    @Override
    public List<StreamEvent> first(Duration interval) {
        return List.of(event(EventName.START, StartMessage.of(run)));
    }

    @Override
    public TakenSnapshot snapshot() {
        return taken(run.snapshot());
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
        return List.of(taken(last).event(), event(EventName.FINISH, FinishMessage.of(last)));
    }

    private TakenSnapshot taken(DashboardSnapshot snapshot) {
        return new TakenSnapshot(snapshot.version(), event(EventName.SNAPSHOT, UpdateMessage.of(snapshot)));
    }

    private StreamEvent event(EventName name, Object message) {
        return new StreamEvent(name, null, json.write(message));
    }
}
