package io.antflow.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task of a stage, by name. In JSON a mere string when nothing but the task is said.
 *
 * @param task one of the tasks there are
 * @param name its name in events, limits and metrics; null: the task's
 * @param with its parameters; null: none were given
 */
@RegisterForReflection
public record TaskReference(
        String task, @Nullable String name, @Nullable JsonNode with) {

    /** Its name in events, limits and metrics. */
    String nameInStage() {
        return name == null ? task : name;
    }

    @JsonValue
    Object json() {
        if (name == null && with == null) {
            return task;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", task);
        if (name != null) {
            fields.put("name", name);
        }
        if (with != null) {
            fields.put("with", with);
        }
        return fields;
    }
}
