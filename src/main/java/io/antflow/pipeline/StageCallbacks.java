package io.antflow.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Told how each item left a stage, on the worker, before the item goes on. What a callback throws is logged and changes
 * nothing. A callback may feed follow-up items through its context: the run waits for them.
 */
public interface StageCallbacks {

    /** Callbacks that do nothing. */
    StageCallbacks NONE = new StageCallbacks() {};

    /** All tasks of the stage have succeeded; {@code value} is what this stage made of the item. */
    default void onSuccess(ItemContext item, @Nullable Object value) throws Exception {}

    /** The item has failed for good in this stage. */
    default void onFailure(ItemContext item, Failure failure) throws Exception {}

    /** The item passed this stage by, with its value unchanged, or a task ended it here as skipped. */
    default void onSkip(ItemContext item, @Nullable Object value) throws Exception {}
}
