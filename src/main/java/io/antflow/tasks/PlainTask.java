package io.antflow.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.Violation;
import java.util.List;

/** A task bean: the same task wherever a definition names it, as it takes no parameters. */
record PlainTask(String name, Task<?, ?> task) implements TaskFactory {

    @Override
    public String description() {
        return task.description();
    }

    @Override
    public JsonNode parameters() {
        return JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
    }

    @Override
    public Task<?, ?> task(ObjectNode with) throws InvalidParametersException {
        if (!with.isEmpty()) {
            throw new InvalidParametersException(List.of(new Violation("", "task '" + name + "' takes no parameters")));
        }
        return task;
    }
}
