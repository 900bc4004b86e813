package io.antflow.tasks;

import com.fasterxml.jackson.databind.JavaType;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A task over JSON in front of one over Java types. A {@link Uni} or {@link CompletionStage} that the task returns stays
 * one, of JSON; cancelling it cancels the task's own.
 */
final class JsonTask implements Task<@Nullable Object, @Nullable Object> {

    private final Task<@Nullable Object, @Nullable Object> task;
    private final JavaType input;
    private final ItemValues values;

    @SuppressWarnings("unchecked") // the input is converted to what the task takes, and any output will do
    JsonTask(Task<?, ?> task, JavaType input, ItemValues values) {
        this.task = (Task<@Nullable Object, @Nullable Object>) task;
        this.input = input;
        this.values = values;
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable Object run(@Nullable Object value, TaskContext context) throws Exception {
        String subject = "task '" + context.task() + "'";
        Object output = task.run(values.fromJson(value, input, subject), context);
        return switch (output) {
            case Uni<?> later -> json(later, subject);
            case CompletionStage<?> later -> json(Uni.createFrom().completionStage(later), subject);
            case Skip skip -> skip;
            case null, default -> values.toJson(output, result(subject));
        };
    }

    @Override
    public String description() {
        return task.description();
    }

    private CompletionStage<?> json(Uni<?> later, String subject) {
        return later.onItem()
                .transformToUni(output -> {
                    try {
                        return Uni.createFrom()
                                .item(output instanceof Skip ? output : values.toJson(output, result(subject)));
                    } catch (ValueConversionException e) {
                        return Uni.createFrom().failure(e);
                    }
                })
                .subscribeAsCompletionStage();
    }

    private static String result(String subject) {
        return "what " + subject + " returned";
    }
}
