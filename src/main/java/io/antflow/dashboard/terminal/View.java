package io.antflow.dashboard.terminal;

/** The dashboards there are, by how much they show. */
public enum View {
    /** {@link ProgressDashboard}. */
    PROGRESS {
        @Override
        public TerminalDashboard on(Appendable out, Screen screen) {
            return new ProgressDashboard(out, screen);
        }
    },
    /** {@link CompactDashboard}. */
    COMPACT {
        @Override
        public TerminalDashboard on(Appendable out, Screen screen) {
            return new CompactDashboard(out, screen);
        }
    },
    /** {@link DetailedDashboard}. */
    DETAILED {
        @Override
        public TerminalDashboard on(Appendable out, Screen screen) {
            return new DetailedDashboard(out, screen);
        }
    },
    /** {@link FullDashboard}. */
    FULL {
        @Override
        public TerminalDashboard on(Appendable out, Screen screen) {
            return new FullDashboard(out, screen);
        }
    };

    /** A dashboard of this view that draws there. */
    public abstract TerminalDashboard on(Appendable out, Screen screen);
}
