package io.antflow.api.socket;

import io.antflow.api.stream.SnapshotHubs;
import io.antflow.api.stream.StreamEvent;
import io.antflow.api.stream.StreamJson;
import io.antflow.engine.Run;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.MultiSelectFirstUntilOtherOp;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** What goes out on a WebSocket. Only what is asked for is made, and of updates only the newest. */
@Singleton
final class Messages {

    private final SnapshotHubs hubs;
    private final StartedRuns started;
    private final StreamJson json;

    Messages(SnapshotHubs hubs, StartedRuns started, StreamJson json) {
        this.hubs = hubs;
        this.started = started;
        this.json = json;
    }

    /**
     * Of that run, from {@code start} to {@code finish}.
     *
     * @param dropped told how many updates the client was too slow for
     */
    Multi<StreamEvent> of(Run run, Duration interval, LongConsumer dropped) {
        return hubs.tell(new RunMessages(run, json), interval, dropped);
    }

    /** Like {@link #of}, of the newest run, and then of the next that starts, which cuts the one before short; endless. */
    Multi<StreamEvent> ofTheNewestRun(Duration interval, LongConsumer dropped) {
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicLong::new,
                        followed -> started.newestAfter(followed.get()).invoke(start -> followed.set(start.number())))
                .indefinitely()
                .onItem()
                .transformToMultiAndConcatenate(start -> new MultiSelectFirstUntilOtherOp<>(
                        of(start.run(), interval, dropped),
                        started.newestAfter(start.number()).toMulti()));
    }
}
