package io.antflow.api.stream;

import io.antflow.api.StatusEventView;
import io.antflow.engine.Run;
import io.antflow.engine.RunEvent;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;
import io.antflow.tracking.EventLog;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run that a client wants, from one sequence number on until the run has ended. Reads the run's log at the
 * client's pace and keeps nothing itself: what the log no longer has when the client comes to it becomes a gap.
 */
final class RunEvents implements PieceSource {

    /** How many events are looked at before the client hears of it: also what a piece holds at most. */
    private static final int BATCH = 256;

    /** After so many events that the client does not want, it is told where it is. */
    private static final int UNWANTED = 4096;

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Run run;
    private final EventLog log;
    private final EventFilter filter;
    private final OpenStreams.Place place;
    private final StreamJson json;
    private final EventIds ids;
    private final Pace pace;

    private long next;
    private long told;
    private boolean finished;

    /** @param from the sequence number to begin at */
    RunEvents(
            Run run,
            EventLog log,
            EventFilter filter,
            long from,
            OpenStreams.Place place,
            StreamJson json,
            EventIds ids,
            Pace pace) {
        this.run = run;
        this.log = log;
        this.filter = filter;
        this.place = place;
        this.json = json;
        this.ids = ids;
        this.pace = pace;
        this.next = from;
        this.told = from;
    }

    @Override
    public @Nullable Piece next() throws InterruptedException {
        if (finished) {
            return null;
        }
        while (true) {
            pace.await();
            boolean ended = log.ended(); // before reading, so that what is read then is all there is
            EventLog.Batch batch = log.read(next, BATCH);
            pace.after(batch.events().isEmpty() || batch.events().size() == BATCH);
            Piece piece = piece(batch);
            if (piece != null) {
                return piece;
            }
            if (batch.events().isEmpty()) {
                if (ended) {
                    finished = true;
                    return place.framing().piece(finish());
                }
                log.await(next, LONG);
            }
        }
    }

    private @Nullable Piece piece(EventLog.Batch batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int events = 0;
        if (batch.missed() > 0) {
            place.dropped(batch.missed());
            place.framing()
                    .write(
                            new StreamEvent(
                                    EventName.GAP, ids.of(batch.first() - 1), json.write(new GapView(batch.missed()))),
                            bytes);
            told = batch.first();
        }
        long sequence = batch.first();
        for (RunEvent event : batch.events()) {
            if (filter.wants(event)) {
                place.framing().write(streamEvent(event, ids.of(sequence)), bytes);
                events++;
                told = sequence + 1;
            }
            sequence++;
        }
        next = batch.next();
        if (next - told >= UNWANTED) {
            place.framing().writePosition(ids.of(next - 1), bytes);
            told = next;
        }
        return bytes.size() == 0 ? null : new Piece(bytes.toByteArray(), events);
    }

    private StreamEvent streamEvent(RunEvent event, String id) {
        return switch (event) {
            case StatusEvent status -> new StreamEvent(EventName.STATUS, id, json.write(StatusEventView.of(status)));
            case TaskEvent task -> new StreamEvent(EventName.TASK, id, json.write(TaskEventView.of(task)));
        };
    }

    private StreamEvent finish() {
        String id = next == 0 ? null : ids.of(next - 1);
        return new StreamEvent(EventName.FINISH, id, json.write(FinishView.of(run.snapshot())));
    }
}
