package io.antflow.engine;

/** What became of the wish to cancel one item. */
public enum ItemCancellation {
    /** It waited, and is cancelled. */
    CANCELLED,
    /** It is in work: its task is interrupted, and it will be cancelled. */
    INTERRUPTED,
    /** It had come to its end before. */
    ALREADY_ENDED,
    /** The run has no item with this id. */
    UNKNOWN
}
