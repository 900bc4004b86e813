package io.antflow.api.stream;

import io.antflow.dashboard.Progress;
import io.antflow.dashboard.terminal.TerminalDashboard;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run on a terminal dashboard, frame by frame: at once, at every interval, and when it has ended the last one and the
 * summary. A frame is drawn when the client is ready for it: so one that is slow misses frames, gets the newest state, and
 * what it gets is drawn over what it got before.
 */
final class DashboardFrames implements PieceSource {

    private final Run run;
    private final StringBuilder drawn = new StringBuilder();
    private final TerminalDashboard dashboard;
    private final Rhythm rhythm;
    private final LongConsumer dropped;
    private boolean started;
    private boolean finished;

    /**
     * @param dashboard makes the dashboard, which is to draw there
     * @param dropped told how many frames the client was too slow for
     */
    DashboardFrames(Run run, Function<Appendable, TerminalDashboard> dashboard, Rhythm rhythm, LongConsumer dropped) {
        this.run = run;
        this.dashboard = dashboard.apply(drawn);
        this.rhythm = rhythm;
        this.dropped = dropped;
    }

    @Override
    public @Nullable Piece next() throws InterruptedException {
        if (finished) {
            return null;
        }
        if (started) {
            awaitTickOrEnd();
        }
        try {
            draw(run.snapshot());
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("drawing in memory can't fail", e);
        }
        Piece piece = new Piece(drawn.toString().getBytes(StandardCharsets.UTF_8), 1);
        drawn.setLength(0);
        return piece;
    }

    private void draw(DashboardSnapshot snapshot) throws Exception {
        if (!started) {
            started = true;
            dashboard.onStart(run.pipeline(), snapshot.totalItems());
        }
        dashboard.onUpdate(snapshot);
        if (Progress.of(snapshot).over()) {
            finished = true;
            // What a terminal has room for is in the snapshot: no need to look for all that ever failed.
            dashboard.onFinish(Stream.empty(), snapshot.errorSummary());
        }
    }

    private void awaitTickOrEnd() throws InterruptedException {
        if (!run.awaitEnd(Duration.ofNanos(Math.max(0, rhythm.nanosLeft())))) {
            dropped.accept(rhythm.shown());
        }
    }
}
