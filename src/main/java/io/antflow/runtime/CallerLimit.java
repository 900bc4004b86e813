package io.antflow.runtime;

/** What of the service one caller may take only so much of. */
public enum CallerLimit {
    /** Requests a second. */
    REQUESTS("antflow.callers.requests-per-second"),
    /** Active runs. */
    RUNS("antflow.callers.active-runs"),
    /** Open streams. */
    STREAMS("antflow.callers.streams"),
    /** Items of active runs. */
    ITEMS("antflow.callers.items");

    private final String key;

    CallerLimit(String key) {
        this.key = key;
    }

    /** What sets it. */
    public String key() {
        return key;
    }
}
