package io.antflow.engine;

/** The engine starts no run now. */
public final class RunRefusedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Why no run starts. */
    public enum Reason {
        /** As many runs are active as may be; one that ends makes room. */
        TOO_MANY_RUNS,
        /** The engine takes nothing any more. */
        SHUTTING_DOWN
    }

    private final Reason reason;

    RunRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why no run starts. */
    public Reason reason() {
        return reason;
    }
}
