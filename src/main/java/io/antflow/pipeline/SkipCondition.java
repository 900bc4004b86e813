package io.antflow.pipeline;

import org.jspecify.annotations.Nullable;

/** Decides which items pass a stage by. What it throws fails the item: it is never taken for a yes or a no. */
@FunctionalInterface
public interface SkipCondition {

    /** Whether the item passes by, with its value unchanged and the status skipped. */
    boolean test(@Nullable Object value, ItemContext item) throws Exception;
}
