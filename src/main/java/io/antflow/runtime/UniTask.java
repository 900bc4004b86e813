package io.antflow.runtime;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A task that returns a {@link Uni}, for a {@link io.antflow.pipeline.Pipeline} written in Java: the worker waits for the
 * item and goes on with it, or with the failure. A timeout or a cancelled item cancels the {@code Uni}.
 *
 * @param task what it does
 * @param <I> what it takes
 * @param <O> what the {@code Uni} yields
 */
public record UniTask<I extends @Nullable Object, O extends @Nullable Object>(Task<I, Uni<O>> task)
        implements Task<I, CompletionStage<O>> {

    @Override
    public CompletionStage<O> run(I input, TaskContext context) throws Exception {
        return task.run(input, context).subscribeAsCompletionStage();
    }

    @Override
    public String description() {
        return task.description();
    }
}
