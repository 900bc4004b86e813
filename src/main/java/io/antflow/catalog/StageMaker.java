package io.antflow.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.catalog.StageDefinition.BackoffKind;
import io.antflow.catalog.StageDefinition.RetryScope;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.CallRate;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.DidYouMean;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.ItemValues;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.TaskRegistry;
import io.antflow.tasks.jq.Expressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the stage that a definition describes: finds the tasks and exception types it names, compiles its expression,
 * fills in the defaults. What can't be found is a violation; the stage that comes out can still be judged by the rules.
 */
final class StageMaker {

    private static final double DEFAULT_CALL_RATE_PERIOD = 60;

    /** Longer ones are not even shown to the rules: a {@link Duration} does not hold just any number. */
    private static final double MAX_SECONDS = 1e9;

    private final String path;
    private final StageDefinition given;
    private final SortedMap<String, TaskFactory> tasks;
    private final Expressions expressions;
    private final ItemValues values;
    private final Violations violations;

    /** @param path where the stage is in the document, for violations */
    StageMaker(
            String path,
            StageDefinition given,
            TaskRegistry tasks,
            Expressions expressions,
            ItemValues values,
            Violations violations) {
        this.path = path;
        this.given = given;
        this.tasks = tasks.factories();
        this.expressions = expressions;
        this.values = values;
        this.violations = violations;
    }

    Stage stage() {
        Stage.Builder stage = Stage.named(given.name())
                .workers(or(given.workers(), 1))
                .retry(retry())
                .pull(or(given.pull(), false))
                .taskTimeout(duration("task_timeout_seconds", given.taskTimeoutSeconds()))
                .callRate(callRate());
        addTasks(stage);
        addLimits(stage);
        if (given.queueCapacity() != null) {
            stage.queueCapacity(given.queueCapacity());
        }
        if (given.skipIf() != null) {
            addSkipIf(stage, given.skipIf());
        }
        return stage.build();
    }

    private void addTasks(Stage.Builder stage) {
        for (int i = 0; i < given.tasks().size(); i++) {
            TaskReference reference = given.tasks().get(i);
            stage.task(ClientText.shown(reference.nameInStage()), task("tasks[" + i + "]", reference));
        }
    }

    /** One that does nothing stands in for what can't be made. */
    private Task<?, ?> task(String field, TaskReference reference) {
        TaskFactory factory = tasks.get(reference.task());
        if (factory == null && !violations.hasUnreadable(path + "." + field)) {
            violation(field, DidYouMean.unknownOf("task", reference.task(), tasks.keySet()));
        }
        if (factory != null && !violations.hasUnreadable(path + "." + field + ".with")) {
            try {
                return factory.task(
                        reference.with() instanceof ObjectNode with ? with : JsonNodeFactory.instance.objectNode());
            } catch (InvalidParametersException e) {
                e.violations()
                        .forEach(violation ->
                                violation(within(field + ".with", violation.field()), violation.message()));
            }
        }
        return (input, context) -> input;
    }

    private static String within(String field, String inner) {
        return inner.isEmpty() || inner.startsWith("[") ? field + inner : field + "." + inner;
    }

    private void addLimits(Stage.Builder stage) {
        if (given.taskConcurrencyLimits() == null) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(
                given.tasks().stream().map(TaskReference::nameInStage).toList());
        boolean namesAreKnown = !violations.hasUnreadable(path + ".tasks");
        for (Map.Entry<String, Integer> limit : given.taskConcurrencyLimits().entrySet()) {
            if (names.contains(limit.getKey())) {
                stage.taskConcurrencyLimit(ClientText.shown(limit.getKey()), limit.getValue());
            } else if (namesAreKnown && !violations.enough()) {
                violation(
                        "task_concurrency_limits." + ClientText.shown(limit.getKey()),
                        DidYouMean.unknownOf("task", limit.getKey(), names));
            }
        }
    }

    private void addSkipIf(Stage.Builder stage, String expression) {
        try {
            stage.skipIf(new SkipExpression(expressions.compile(expression), values));
        } catch (IllegalArgumentException e) {
            violation("skip_if", "skip_if " + e.getMessage());
        }
    }

    private Retry retry() {
        RetryScope scope = or(given.retry(), RetryScope.PER_TASK);
        return new Retry(
                switch (scope) {
                    case PER_TASK -> Retry.Scope.PER_TASK;
                    case PER_STAGE -> Retry.Scope.PER_STAGE;
                },
                or(given.taskAttempts(), Retry.DEFAULT_ATTEMPTS),
                or(given.stageAttempts(), Retry.DEFAULT_ATTEMPTS),
                backoff(),
                exceptionTypes("retry_on", given.retryOn(), true),
                exceptionTypes("give_up_on", given.giveUpOn(), false));
    }

    private Backoff backoff() {
        Duration wait = or(duration("task_wait_seconds", given.taskWaitSeconds()), Backoff.DEFAULT_WAIT);
        Duration maxWait = or(
                duration("max_wait_seconds", given.maxWaitSeconds()),
                Backoff.fixed(wait).maxWait());
        BackoffKind kind = or(given.backoff(), BackoffKind.FIXED);
        return new Backoff(
                switch (kind) {
                    case FIXED -> Backoff.Kind.FIXED;
                    case EXPONENTIAL -> Backoff.Kind.EXPONENTIAL;
                },
                wait,
                maxWait,
                or(given.jitter(), 0.0));
    }

    private @Nullable CallRate callRate() {
        Duration period = duration("call_rate_period", or(given.callRatePeriod(), DEFAULT_CALL_RATE_PERIOD));
        if (given.callRate() != null && period != null) {
            return new CallRate(given.callRate(), period);
        }
        if (given.callRatePeriod() != null && !violations.hasUnreadable(path + ".call_rate")) {
            violation("call_rate_period", "call_rate_period limits nothing without call_rate");
        }
        return null;
    }

    private List<Class<? extends Throwable>> exceptionTypes(
            String field, @Nullable List<String> names, boolean toBeRetried) {
        List<Class<? extends Throwable>> types = new ArrayList<>();
        if (names == null) {
            return types;
        }
        for (int i = 0; i < names.size(); i++) {
            try {
                types.add(toBeRetried ? ExceptionTypes.findRetryable(names.get(i)) : ExceptionTypes.find(names.get(i)));
            } catch (IllegalArgumentException e) {
                violation(field + "[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return types;
    }

    private @Nullable Duration duration(String field, @Nullable Double seconds) {
        if (seconds == null) {
            return null;
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            violation(field, "%s is out of all bounds: %s".formatted(field, seconds));
            return null;
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private void violation(String field, String message) {
        violations.add(path + "." + field, "stage '" + given.name() + "': " + message);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
