package io.antflow.catalog;

import io.antflow.catalog.StageDefinition.BackoffKind;
import io.antflow.catalog.StageDefinition.RetryScope;
import io.antflow.pipeline.CallRate;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.SkipCondition;
import io.antflow.pipeline.Stage;
import io.antflow.tasks.TaskRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a pipeline that the application made of Java objects. Conditions and callbacks in plain Java have no place
 * in a definition and are left out.
 */
@Singleton
final class DefinitionWriter {

    private final TaskRegistry tasks;

    DefinitionWriter(TaskRegistry tasks) {
        this.tasks = tasks;
    }

    PipelineDefinition definition(Pipeline pipeline) {
        return new PipelineDefinition(
                pipeline.name(), pipeline.stages().stream().map(this::stage).toList());
    }

    private StageDefinition stage(Stage stage) {
        Retry retry = stage.retry();
        CallRate callRate = stage.callRate();
        return new StageDefinition(
                stage.name(),
                stage.workers(),
                stage.tasks().stream().map(this::task).toList(),
                switch (retry.scope()) {
                    case PER_TASK -> RetryScope.PER_TASK;
                    case PER_STAGE -> RetryScope.PER_STAGE;
                },
                retry.taskAttempts(),
                retry.stageAttempts(),
                seconds(retry.backoff().initialWait()),
                switch (retry.backoff().kind()) {
                    case FIXED -> BackoffKind.FIXED;
                    case EXPONENTIAL -> BackoffKind.EXPONENTIAL;
                },
                seconds(retry.backoff().maxWait()),
                retry.backoff().jitter(),
                stage.taskTimeout() == null ? null : seconds(stage.taskTimeout()),
                stage.taskConcurrencyLimits().isEmpty() ? null : new TreeMap<>(stage.taskConcurrencyLimits()),
                stage.queueCapacity(),
                callRate == null ? null : callRate.calls(),
                callRate == null ? null : seconds(callRate.period()),
                stage.pull(),
                names(retry.retryOn()),
                names(retry.giveUpOn()),
                text(stage.skipIf()));
    }

    private TaskReference task(NamedTask named) {
        String task = tasks.nameOf(named.task()).orElse(named.name());
        return new TaskReference(task, task.equals(named.name()) ? null : named.name(), null);
    }

    private static @Nullable List<String> names(List<Class<? extends Throwable>> types) {
        return types.isEmpty() ? null : types.stream().map(Class::getName).toList();
    }

    private static @Nullable String text(@Nullable SkipCondition condition) {
        return condition instanceof SkipExpression expression ? expression.text() : null;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
