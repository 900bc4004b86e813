package io.antflow.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The item that a task or a callback is called for. Valid during that call, on the thread that makes it. */
public interface ItemContext {

    /** The run's id. */
    String runId();

    /** The pipeline's name. */
    String pipeline();

    /** The stage's name. */
    String stage();

    /** The item's id: a string or a whole number, as it was given. */
    Object itemId();

    /** The item's place in feed order, from 0. */
    long sequenceId();

    /** What the item carries besides its value; unmodifiable. */
    Map<String, @Nullable Object> metadata();

    /** The item's priority: lower is sooner. */
    int priority();

    /**
     * Feeds a follow-up item into the first stage. It is taken even when the stage's queue is full (a worker must never
     * wait for room that it alone could make) and even when the run is closed to others; the run waits for it.
     *
     * @return whether it was accepted: false when its id is taken, the run is cancelled or at its item limit
     */
    boolean feed(Item item);

    /** Like {@link #feed(Item)}, into the stage of that name. */
    boolean feed(Item item, String stage);
}
