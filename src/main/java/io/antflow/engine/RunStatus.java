package io.antflow.engine;

/** Where a run is in its life. */
public enum RunStatus {
    /** Works, or waits for items. */
    RUNNING,
    /** Workers finish what they hold and take no more, until resumed. */
    PAUSED,
    /** Closed, and every item has ended, failed ones included. */
    COMPLETED,
    /** Cancelled; what was waiting has become cancelled. */
    CANCELLED
}
