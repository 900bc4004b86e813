package io.antflow.pipeline;

import org.jspecify.annotations.Nullable;

/** A task with two parameters; {@link Task#unpack(Task2)} makes it a {@link Task} over a list of two. */
@FunctionalInterface
public interface Task2<A, B, O extends @Nullable Object> {

    /** Does the work of one attempt, like {@link Task#run}. */
    O run(A first, B second, TaskContext context) throws Exception;
}
