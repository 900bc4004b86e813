package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.catalog.StageDefinition.BackoffKind;
import io.antflow.catalog.StageDefinition.RetryScope;
import io.antflow.tasks.ClientText;
import java.util.ArrayList;
import java.util.List;

/** Reads one stage of a definition: its shape alone, whatever it names. */
final class StageReader {

    private static final int MAX_EXCEPTION_TYPES = 100;

    private StageReader() {}

    /**
     * @param path where the stage is in the document
     * @param number its place, from 1
     * @return with whatever could be read; complete when there is no violation
     */
    static StageDefinition read(String path, int number, JsonNode stage, int maxTasks, Violations violations) {
        if (!stage.isObject()) {
            violations.unreadable(path, "a stage is an object with 'name' and 'tasks', not " + ClientText.shown(stage));
        }
        JsonNode given = stage.path("name");
        String shownName = given.isTextual() ? ClientText.shown(given.textValue()) : "no. " + number;
        ObjectFields fields = new ObjectFields(path, "stage '" + shownName + "': ", stage, violations);
        if (stage.isObject()) {
            fields.requiredText("name");
        }
        StageDefinition definition = new StageDefinition(
                shownName,
                fields.wholeNumber("workers"),
                tasks(fields, maxTasks, violations),
                fields.choice("retry", RetryScope.class),
                fields.wholeNumber("task_attempts"),
                fields.wholeNumber("stage_attempts"),
                fields.number("task_wait_seconds"),
                fields.choice("backoff", BackoffKind.class),
                fields.number("max_wait_seconds"),
                fields.number("jitter"),
                fields.number("task_timeout_seconds"),
                fields.wholeNumbers("task_concurrency_limits", "limits by task name"),
                fields.wholeNumber("queue_capacity"),
                fields.wholeNumber("call_rate"),
                fields.number("call_rate_period"),
                fields.flag("pull"),
                fields.texts("retry_on", "exception classes", MAX_EXCEPTION_TYPES),
                fields.texts("give_up_on", "exception classes", MAX_EXCEPTION_TYPES),
                fields.text("skip_if"));
        fields.refuseOthers();
        return definition;
    }

    private static List<TaskReference> tasks(ObjectFields fields, int maxTasks, Violations violations) {
        List<TaskReference> tasks = new ArrayList<>();
        for (JsonNode task : fields.elements("tasks", "tasks", maxTasks)) {
            tasks.add(task(fields, tasks.size(), task, violations));
        }
        return tasks;
    }

    private static TaskReference task(ObjectFields stage, int index, JsonNode task, Violations violations) {
        String field = "tasks[" + index + "]";
        String nameless = "no. " + (index + 1);
        if (task.isTextual()) {
            return new TaskReference(ClientText.shown(task.textValue()), null, null);
        }
        if (!task.isObject()) {
            stage.unreadable(field, "a task is a name, or an object with 'task', not " + ClientText.shown(task));
            return new TaskReference(nameless, null, null);
        }
        ObjectFields fields = new ObjectFields(stage.path(field), stage.subject(), task, violations);
        String name = fields.requiredText("task");
        TaskReference reference = new TaskReference(
                name == null ? nameless : ClientText.shown(name),
                fields.text("name"),
                fields.object("with", "parameters by name"));
        fields.refuseOthers();
        return reference;
    }
}
