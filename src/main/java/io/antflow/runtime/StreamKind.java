package io.antflow.runtime;

/** What a client's stream tells. */
public enum StreamKind {
    /** The state of runs, of which only the newest matters: ticks that come too fast are dropped. */
    SNAPSHOTS,
    /** Dashboards drawn for terminals: like snapshots, only the newest matters. */
    DASHBOARDS,
    /** The event log of a run: what a client was too slow for is dropped and announced as a gap. */
    EVENTS,
    /** The results of a run; none is ever dropped. */
    RESULTS,
    /** WebSocket messages: the state of runs, of which only the newest matters. */
    SOCKETS
}
