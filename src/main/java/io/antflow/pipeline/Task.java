package io.antflow.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a stage: plain, blocking Java, called on a virtual thread.
 *
 * <p>A task may return null: null is a value. When it returns a {@link java.util.concurrent.CompletionStage}, the worker
 * waits for it and goes on with what it completes with. When that is a {@link Skip}, the item ends there. Whatever it throws ends the attempt: an {@link Exception} is
 * retried as the stage's {@link Retry} says, an {@link Error} or an {@link InterruptedException} ends this item alone.
 *
 * <p>One instance serves all workers of all runs, so it must be thread-safe.
 *
 * @param <I> what it takes: the item's value, or what the task before it returned
 * @param <O> what it returns
 */
@FunctionalInterface
public interface Task<I extends @Nullable Object, O extends @Nullable Object> {

    /**
     * Does the work of one attempt.
     *
     * @param input the item's value, or what the task before it in the stage returned
     * @param context the item this is about, and the attempt
     * @return the value handed to the next task or stage; null is a value
     * @throws Exception when the attempt failed
     */
    O run(I input, TaskContext context) throws Exception;

    /** What it does, in one sentence, for those who put pipelines together; empty when there is nothing to say. */
    default String description() {
        return "";
    }

    /** A task that takes the two elements of a list as its arguments; any other input fails the attempt. */
    static <A, B, O extends @Nullable Object> Task<List<?>, O> unpack(Task2<A, B, O> task) {
        return new UnpackedTask.OfTwo<>(task);
    }

    /** A task that takes the three elements of a list as its arguments; any other input fails the attempt. */
    static <A, B, C, O extends @Nullable Object> Task<List<?>, O> unpack(Task3<A, B, C, O> task) {
        return new UnpackedTask.OfThree<>(task);
    }
}
