package io.antflow.engine;

/**
 * Told what happens in one run, on the thread that makes it happen, mostly a worker: whoever takes long here holds up the
 * run, so an implementation only notes what it is told. What it throws is logged and changes nothing. Calls come from many
 * threads at once; those about one item come in order.
 *
 * <p>Several listeners of a run are nested: of a beginning (of the run, of an attempt, of an item's wait or work at a stage) they
 * are told in the order of their observers, of everything else in the reverse order.
 */
public interface RunListener {

    /** The run takes items from now on. */
    default void onStarted() {}

    /** An item has changed its status. */
    default void onStatus(StatusEvent event) {}

    /** An attempt of a task has begun or ended. */
    default void onTask(TaskEvent event) {}

    /**
     * An item has come to its end.
     *
     * @param event its last status: completed, skipped, failed or cancelled
     * @param durationNanos since it was accepted
     */
    default void onItemEnded(StatusEvent event, long durationNanos) {}

    /** All items have ended. A run whose failed items are put back starts, and ends, again. */
    default void onEnded() {}

    /** The engine has dropped the run; nothing of it can be asked any more. */
    default void onForgotten() {}
}
