package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Progress;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.FailedItem;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** How all the dashboards say the same things of a run. */
final class Wording {

    /** Between figures on a line. */
    static final String GAP = "   ";

    private Wording() {}

    static AttributedString text(Ink ink, String clean) {
        return new AttributedString(clean, ink.style());
    }

    /** Where the run is in its life. */
    static AttributedString status(DashboardSnapshot snapshot) {
        return switch (snapshot.status()) {
            case RUNNING ->
                snapshot.pipelineStats().itemsInFlight() == 0
                        ? text(Ink.PLAIN, "○ waiting for items")
                        : text(Ink.GOOD, "● running");
            case PAUSED -> text(Ink.NOTABLE, "‖ paused");
            case COMPLETED -> text(snapshot.pipelineStats().itemsFailed() == 0 ? Ink.GOOD : Ink.NOTABLE, "✓ completed");
            case CANCELLED -> text(Ink.BAD, "■ cancelled");
        };
    }

    /** Ended of all there are so far. */
    static String ofTotal(DashboardSnapshot snapshot) {
        String counts = Figures.count(Progress.of(snapshot).ended()) + "/" + Figures.count(snapshot.totalItems());
        return snapshot.open() ? counts + " so far" : counts;
    }

    /** Rate, time to go, time gone. */
    static List<AttributedString> pace(DashboardSnapshot snapshot) {
        List<AttributedString> pace = new ArrayList<>();
        pace.add(text(Ink.STRONG, Figures.rate(snapshot.itemsPerSecond())));
        if (snapshot.pipelineStats().itemsInFlight() > 0) {
            pace.add(text(Ink.PLAIN, eta(snapshot)));
        }
        pace.add(text(Ink.PLAIN, Figures.duration(snapshot.elapsedSeconds()) + " elapsed"));
        return pace;
    }

    /** At least that long where more items may come. */
    static String eta(DashboardSnapshot snapshot) {
        Double seconds = snapshot.etaSeconds();
        if (seconds == null) {
            return "ETA –";
        }
        return (snapshot.open() ? "ETA ≥ " : "ETA ") + Figures.remaining(seconds);
    }

    /** What became of the items. */
    static List<AttributedString> outcome(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        List<AttributedString> outcome = new ArrayList<>();
        outcome.add(text(Ink.GOOD, Figures.count(stats.itemsProcessed()) + " ok"));
        outcome.add(text(Ink.ofBad(stats.itemsFailed()), Figures.count(stats.itemsFailed()) + " failed"));
        if (stats.itemsCancelled() > 0) {
            outcome.add(text(Ink.NOTABLE, Figures.count(stats.itemsCancelled()) + " cancelled"));
        }
        if (stats.itemsInFlight() > 0) {
            outcome.add(text(Ink.PLAIN, Figures.count(stats.itemsInFlight()) + " remaining"));
        }
        return outcome;
    }

    /** The texts side by side, as many of them as there is room for: none is cut in the middle of a number. */
    static AttributedString line(List<AttributedString> texts, String gap, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (AttributedString text : texts) {
            String before = line.length() == 0 ? "" : gap;
            if (line.columnLength() + before.length() + text.columnLength() > width) {
                break;
            }
            line.append(before).append(text);
        }
        return line.toAttributedString();
    }

    /** An exception's class, without its package. */
    static String type(String className) {
        return CleanText.of(className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1));
    }

    /** What went wrong with an item, in a few words. */
    static AttributedString error(FailedItem failed) {
        AttributedStringBuilder error = new AttributedStringBuilder().append(type(failed.errorType()), Ink.BAD.style());
        return (failed.error().isEmpty() ? error : error.append(": ").append(CleanText.of(failed.error())))
                .toAttributedString();
    }

    /** The end: what became of all items, and how long it took. */
    static AttributedString ending(DashboardSnapshot last, int width) {
        PipelineStats stats = last.pipelineStats();
        String cancelled =
                stats.itemsCancelled() == 0 ? "" : ", " + Figures.count(stats.itemsCancelled()) + " cancelled";
        boolean wasCancelled = last.status() == RunStatus.CANCELLED;
        AttributedStringBuilder ending = new AttributedStringBuilder()
                .append(wasCancelled ? "Cancelled" : "Completed", Ink.STRONG.style())
                .append(": " + Figures.count(stats.itemsProcessed()) + " ok, ")
                .append(
                        Figures.count(stats.itemsFailed()) + " failed",
                        (stats.itemsFailed() == 0 ? Ink.PLAIN : Ink.BAD).style())
                .append(cancelled + " in " + Figures.duration(last.elapsedSeconds()));
        return Fit.cut(ending.toAttributedString(), width);
    }
}
