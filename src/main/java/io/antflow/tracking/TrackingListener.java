package io.antflow.tracking;

import io.antflow.engine.Run;
import io.antflow.engine.StatusEvent;
import io.antflow.engine.TaskEvent;

/**
 * Told what happens in runs, at its own pace. The calls for one run come in order from one virtual thread of its own; one
 * that takes long holds up neither the run nor anybody else, and misses events when it takes too long. What it throws is
 * logged and changes nothing: it is told what comes next. One listener of several runs is called by several threads.
 */
public interface TrackingListener {

    /** An item has changed its status. */
    default void onStatus(Run run, StatusEvent event) throws Exception {}

    /** An attempt of a task has begun or ended. */
    default void onTask(Run run, TaskEvent event) throws Exception {}

    /**
     * The listener was too slow, or came too late.
     *
     * @param missed how many events it will never be told, right before the next one
     */
    default void onGap(Run run, long missed) throws Exception {}

    /** All items have ended, and the listener was told all. Comes again when failed items were put back and have ended. */
    default void onEnded(Run run) throws Exception {}
}
