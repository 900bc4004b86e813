package io.antflow.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a valid pipeline. Field paths are those of a definition, so that every way in reports alike. */
final class Rules {

    /** The longest wait, timeout or period: what is longer is a mistake in the unit. */
    static final Duration MAX_DURATION = Duration.ofDays(7);

    private static final int MAX_NAME_LENGTH = 100;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]*");

    private final List<Violation> violations = new ArrayList<>();

    private Rules() {}

    static List<Violation> violations(String name, List<Stage> stages) {
        Rules rules = new Rules();
        rules.name("name", "the pipeline's name", name);
        rules.stages(stages);
        return rules.violations;
    }

    private void stages(List<Stage> stages) {
        if (stages.isEmpty()) {
            add("stages", "a pipeline has at least one stage");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            String path = "stages[" + i + "]";
            name(path + ".name", "a stage's name", stage.name());
            if (!names.add(stage.name())) {
                add(
                        path + ".name",
                        "stage '%s' is there twice; names are unique in a pipeline".formatted(stage.name()));
            }
            stage(path, stage);
        }
        if (!stages.isEmpty() && stages.getFirst().pull()) {
            add("stages[0].pull", "the first stage has no stage before it to pull from");
        }
    }

    private void stage(String path, Stage stage) {
        String of = "stage '" + stage.name() + "': ";
        range(path + ".workers", of + "workers", stage.workers(), 1, Stage.MAX_WORKERS);
        range(path + ".queue_capacity", of + "queue_capacity", stage.queueCapacity(), 0, Integer.MAX_VALUE);
        retry(path, of, stage.retry());
        duration(path + ".task_timeout_seconds", of + "task_timeout_seconds", stage.taskTimeout(), false);
        CallRate rate = stage.callRate();
        if (rate != null) {
            range(path + ".call_rate", of + "call_rate", rate.calls(), 1, Integer.MAX_VALUE);
            duration(path + ".call_rate_period", of + "call_rate_period", rate.period(), false);
        }
        Set<String> taskNames = tasks(path, of, stage.tasks());
        for (Map.Entry<String, Integer> limit : new TreeMap<>(stage.taskConcurrencyLimits()).entrySet()) {
            String field = path + ".task_concurrency_limits." + limit.getKey();
            if (!taskNames.contains(limit.getKey())) {
                add(field, of + "has no task '%s'; its tasks are %s".formatted(limit.getKey(), taskNames));
            }
            range(field, of + "the limit of task '" + limit.getKey() + "'", limit.getValue(), 1, Integer.MAX_VALUE);
        }
    }

    private Set<String> tasks(String path, String of, List<NamedTask> tasks) {
        if (tasks.isEmpty()) {
            add(path + ".tasks", of + "has at least one task");
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < tasks.size(); i++) {
            String field = path + ".tasks[" + i + "]";
            String name = tasks.get(i).name();
            name(field, "a task's name", name);
            if (!names.add(name)) {
                add(field, of + "task '%s' is there twice; give one of them another name".formatted(name));
            }
        }
        return names;
    }

    private void retry(String path, String of, Retry retry) {
        range(path + ".task_attempts", of + "task_attempts", retry.taskAttempts(), 1, Integer.MAX_VALUE);
        range(path + ".stage_attempts", of + "stage_attempts", retry.stageAttempts(), 1, Integer.MAX_VALUE);
        Backoff backoff = retry.backoff();
        duration(path + ".task_wait_seconds", of + "task_wait_seconds", backoff.initialWait(), true);
        duration(path + ".max_wait_seconds", of + "max_wait_seconds", backoff.maxWait(), true);
        if (!(backoff.jitter() >= 0 && backoff.jitter() <= 1)) {
            add(path + ".jitter", of + "jitter is 0 to 1, not " + backoff.jitter());
        }
    }

    private void name(String field, String what, String name) {
        if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
            add(
                    field,
                    what
                            + " begins with a letter or digit and goes on with letters, digits, blanks, '.', '_' or '-', up"
                            + " to " + MAX_NAME_LENGTH + " in all");
        }
    }

    private void range(String field, String what, int value, int min, int max) {
        if (value < min || value > max) {
            add(
                    field,
                    max == Integer.MAX_VALUE
                            ? "%s is at least %d, not %d".formatted(what, min, value)
                            : "%s is %d to %d, not %d".formatted(what, min, max, value));
        }
    }

    private void duration(String field, String what, @Nullable Duration value, boolean zeroIsFine) {
        if (value == null) {
            return;
        }
        if (value.isNegative() || (value.isZero() && !zeroIsFine) || value.compareTo(MAX_DURATION) > 0) {
            add(
                    field,
                    "%s is %s 0 and at most %d, not %s"
                            .formatted(
                                    what,
                                    zeroIsFine ? "at least" : "more than",
                                    MAX_DURATION.toSeconds(),
                                    value.getSeconds() + value.getNano() / 1e9));
        }
    }

    private void add(String field, String message) {
        violations.add(new Violation(field, message));
    }
}
