package io.antflow.dashboard.terminal;

import io.antflow.dashboard.Progress;
import io.antflow.engine.DashboardSnapshot;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * A run as a bar: items that got through, that failed, that never will; what those under way have behind them; and what is
 * still to do. Told apart without colours too.
 */
final class Bar {

    private static final String PROCESSED = "█";
    private static final String FAILED = "▓";
    private static final String CANCELLED = "·";
    private static final String UNDER_WAY = "▒";
    private static final String TO_DO = "░";

    private Bar() {}

    static AttributedString of(DashboardSnapshot snapshot, int columns) {
        Parts parts = new Parts(columns, Math.max(1, snapshot.totalItems()));
        parts.add(snapshot.pipelineStats().itemsProcessed(), PROCESSED, Ink.GOOD);
        parts.add(snapshot.pipelineStats().itemsFailed(), FAILED, Ink.BAD);
        parts.add(snapshot.pipelineStats().itemsCancelled(), CANCELLED, Ink.FAINT);
        parts.add(Progress.of(snapshot).underWay(), UNDER_WAY, Ink.UNDER_WAY);
        return parts.rest();
    }

    /** How full something is. */
    static AttributedString gauge(double share, int columns, Ink ink) {
        Parts parts = new Parts(columns, 1);
        double full = Math.clamp(share, 0, 1);
        // what is there is to be seen, and full is what has no room
        parts.add(full > 0 ? Math.max(full, 1.0 / columns) : 0, PROCESSED, ink);
        return parts.rest();
    }

    /** Ends each part where the sum of all parts so far ends: so errors of rounding don't add up. */
    private static final class Parts {

        private final AttributedStringBuilder bar = new AttributedStringBuilder();
        private final int columns;
        private final double whole;
        private double sum;
        private int drawn;

        Parts(int columns, double whole) {
            this.columns = columns;
            this.whole = whole;
        }

        void add(double part, String block, Ink ink) {
            sum += part;
            int end = Math.clamp((long) Math.floor(sum / whole * columns + 1e-9), drawn, columns);
            bar.append(block.repeat(end - drawn), ink.style());
            drawn = end;
        }

        AttributedString rest() {
            return bar.append(TO_DO.repeat(columns - drawn), Ink.FAINT.style()).toAttributedString();
        }
    }
}
