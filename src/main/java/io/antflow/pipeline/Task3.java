package io.antflow.pipeline;

import org.jspecify.annotations.Nullable;

/** A task with three parameters; {@link Task#unpack(Task3)} makes it a {@link Task} over a list of three. */
@FunctionalInterface
public interface Task3<A, B, C, O extends @Nullable Object> {

    /** Does the work of one attempt, like {@link Task#run}. */
    O run(A first, B second, C third, TaskContext context) throws Exception;
}
