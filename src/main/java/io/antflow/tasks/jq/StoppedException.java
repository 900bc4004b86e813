package io.antflow.tasks.jq;

/** Ends an evaluation from inside. Not of jq's own kind: an expression's {@code try} does not catch it. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    enum Why {
        INTERRUPTED,
        TOO_DEEP,
        TOO_MUCH
    }

    private final Why why;

    /** @param what what the expression does, to follow its text */
    StoppedException(Why why, String what) {
        super(what, null, false, false); // it is thrown from thousands of frames, and where does not matter
        this.why = why;
    }

    /** The expression asks for more than it may have. */
    StoppedException(String what) {
        this(Why.TOO_MUCH, what);
    }

    static StoppedException interrupted() {
        return new StoppedException(Why.INTERRUPTED, "was interrupted");
    }

    Why why() {
        return why;
    }
}
