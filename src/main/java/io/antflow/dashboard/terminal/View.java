package io.antflow.dashboard.terminal;

/** The dashboards there are, by how much they show. */
public enum View {
    /** {@link ProgressDashboard}. */
    PROGRESS,
    /** {@link CompactDashboard}. */
    COMPACT,
    /** {@link DetailedDashboard}. */
    DETAILED,
    /** {@link FullDashboard}. */
    FULL;

    /** A dashboard of this view that draws there. */
    public TerminalDashboard on(Appendable out, Screen screen) {
        return switch (this) {
            case PROGRESS -> new ProgressDashboard(out, screen);
            case COMPACT -> new CompactDashboard(out, screen);
            case DETAILED -> new DetailedDashboard(out, screen);
            case FULL -> new FullDashboard(out, screen);
        };
    }
}
