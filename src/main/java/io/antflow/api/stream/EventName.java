package io.antflow.api.stream;

import java.util.Locale;

/** What an event tells. Nothing that a client has sent ever becomes a name. */
public enum EventName {
    /** Which run follows. */
    START,
    /** The state at a moment. */
    SNAPSHOT,
    /** An item has changed its status. */
    STATUS,
    /** An attempt of a task has begun or ended. */
    TASK,
    /** An item has ended. */
    RESULT,
    /** Events that the client will never get. */
    GAP,
    /** Items of the request that did not become part of the run. */
    REFUSED,
    /** The run has ended. */
    FINISH,
    /** Something went wrong in mid-stream. */
    ERROR,
    /** The service shuts down. */
    BYE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Whether it is one of those that the stream is for, rather than about the stream. */
    boolean counts() {
        return switch (this) {
            case SNAPSHOT, STATUS, TASK, RESULT -> true;
            case START, GAP, REFUSED, FINISH, ERROR, BYE -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
