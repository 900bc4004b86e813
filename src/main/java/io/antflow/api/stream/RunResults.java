package io.antflow.api.stream;

import io.antflow.engine.Run;
import io.antflow.pipeline.Result;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The results of a run, those that are there and then each as soon as it is, until the run has ended. */
final class RunResults implements PieceSource {

    /** A piece is sent when it has so many bytes: less would be slow, and more take memory for each stalled client. */
    private static final int PIECE_BYTES = 32 * 1024;

    private final Run run;
    private final ResultCursor cursor;
    private final Framing framing;
    private final Function<Result, byte[]> json;
    private final EventIds ids;
    private final Supplier<List<StreamEvent>> ending;
    private final Pace pace;
    private boolean finished;

    /**
     * @param json writes a result in one line
     * @param ending asked for once the run has ended and all its results are sent */
    RunResults(
            Run run,
            ResultCursor cursor,
            Framing framing,
            Function<Result, byte[]> json,
            EventIds ids,
            Supplier<List<StreamEvent>> ending,
            Pace pace) {
        this.run = run;
        this.cursor = cursor;
        this.framing = framing;
        this.json = json;
        this.ids = ids;
        this.ending = ending;
        this.pace = pace;
    }

    @Override
    public @Nullable Piece next() throws InterruptedException {
        while (!finished) {
            pace.await();
            boolean ended = run.ended(); // before reading, so that what is read then is all there is
            Piece piece = read();
            if (piece != null) {
                return piece;
            }
            if (ended) {
                finished = true;
                return last();
            }
            cursor.await();
        }
        return null;
    }

    private @Nullable Piece read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int results = 0;
        while (bytes.size() < PIECE_BYTES) {
            Result result = cursor.next();
            if (result == null) {
                break;
            }
            framing.write(new StreamEvent(EventName.RESULT, ids.of(cursor.place()), json.apply(result)), bytes);
            results++;
        }
        pace.after(results == 0 || bytes.size() >= PIECE_BYTES);
        return results == 0 ? null : new Piece(bytes.toByteArray(), results);
    }

    private @Nullable Piece last() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ending.get().forEach(event -> framing.write(event, bytes));
        return bytes.size() == 0 ? null : new Piece(bytes.toByteArray(), 0);
    }
}
