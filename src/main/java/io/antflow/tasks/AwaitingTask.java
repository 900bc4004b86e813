package io.antflow.tasks;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A task whose outcome may come later: when the task returns a {@link Uni} or a {@link CompletionStage}, waits for it on
 * the worker and returns what it yields; anything else it returns as it is.
 *
 * <p>The engine awaits a {@code CompletionStage} by itself. This is for a {@code Uni}, which the engine does not know, and
 * for whoever needs the yielded value at once, to convert it say. What the outcome fails with is thrown as it is. An
 * interrupt (a timeout, a cancelled item) cancels the outcome, so that what nobody waits for stops.
 *
 * @param task what it does
 * @param <I> what it takes
 */
public record AwaitingTask<I extends @Nullable Object>(Task<I, ?> task) implements Task<I, @Nullable Object> {

    @Override
    public @Nullable Object run(I input, TaskContext context) throws Exception {
        return switch (task.run(input, context)) {
            case Uni<?> uni -> await(uni.subscribeAsCompletionStage());
            case CompletionStage<?> stage -> await(stage.toCompletableFuture());
            case null -> null;
            case Object value -> value;
        };
    }

    @Override
    public String description() {
        return task.description();
    }

    private static @Nullable Object await(CompletableFuture<?> outcome) throws Exception {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            outcome.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        } catch (CancellationException e) {
            throw new CancellationException("the task cancelled its own outcome");
        }
    }
}
