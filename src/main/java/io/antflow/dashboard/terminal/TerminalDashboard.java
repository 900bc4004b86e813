package io.antflow.dashboard.terminal;

import io.antflow.dashboard.BaseDashboard;
import io.antflow.dashboard.Progress;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * A dashboard that draws frames on a terminal, each over the one before, and at the end a summary below the last. What it
 * draws on gets each frame in one call and is flushed after it, if it can be. For one run at a time; not thread-safe.
 *
 * <p>No line is wider than the screen and no frame higher: what does not fit is cut, folded into a count, or left out. What
 * names, ids, task texts and error messages contain never reaches the terminal as anything but text.
 */
public abstract sealed class TerminalDashboard extends BaseDashboard
        permits ProgressDashboard, CompactDashboard, DetailedDashboard, FullDashboard {

    private final Redraw redraw;
    private final Screen screen;
    private @Nullable DashboardSnapshot last;

    TerminalDashboard(Appendable out, Screen screen) {
        this.redraw = new Redraw(out, screen);
        this.screen = screen;
    }

    /** The state, drawn anew. */
    abstract List<AttributedString> frame(DashboardSnapshot snapshot, Screen screen);

    /** What to say of a run that has ended, below its last frame. */
    abstract List<AttributedString> summary(DashboardSnapshot last, Screen screen);

    @Override
    public void onStart(Pipeline pipeline, long total) {
        redraw.begin();
        last = null;
    }

    @Override
    protected void render(DashboardSnapshot snapshot) throws Exception {
        last = snapshot;
        List<AttributedString> frame = frame(snapshot, screen);
        if (Progress.of(snapshot).over()) {
            redraw.last(frame);
        } else {
            redraw.draw(frame);
        }
    }

    /** Draws the summary, which the last snapshot tells. */
    @Override
    public void onFinish(Stream<Result> results, ErrorSummary errors) throws Exception {
        DashboardSnapshot snapshot = last;
        if (snapshot != null) {
            redraw.end(frame(snapshot, screen), summary(snapshot, screen));
        }
    }

    /** One frame as lines of text, and the summary if the run has ended: nothing is redrawn, nothing remembered. */
    public final String once(DashboardSnapshot snapshot) {
        List<AttributedString> lines = new ArrayList<>(frame(snapshot, screen));
        if (Progress.of(snapshot).over()) {
            lines.addAll(summary(snapshot, screen));
        }
        return redraw.text(lines);
    }
}
