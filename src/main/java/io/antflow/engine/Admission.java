package io.antflow.engine;

/** What became of an item that was fed. */
public sealed interface Admission {

    /**
     * It is part of the run and will come to exactly one end.
     *
     * @param itemId its id: the one it brought, or else its sequence number
     * @param sequenceId its place in feed order, from 0
     */
    record Accepted(Object itemId, long sequenceId) implements Admission {}

    /**
     * It is no part of the run.
     *
     * @param itemId the id it brought, or else the sequence number that it would have had
     * @param reason why
     */
    record Refused(Object itemId, Reason reason) implements Admission {}

    /** Why an item was refused. */
    enum Reason {
        /** The run has an item with this id. */
        DUPLICATE_ID,
        /** The run takes no more items: it was closed. */
        CLOSED,
        /** The run takes no more items: it was cancelled, or the engine shuts down. */
        CANCELLED,
        /** The engine keeps as many items as it may, all of runs that have not ended. */
        TOO_MANY_ITEMS
    }
}
