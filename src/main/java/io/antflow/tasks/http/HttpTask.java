package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Calls, and goes on with what is kept of the answer.
 *
 * @param keep null: the body
 */
record HttpTask(HttpCall call, @Nullable Expression keep) implements Task<@Nullable JsonNode, JsonNode> {

    @Override
    public JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        JsonNode item = input == null ? NullNode.getInstance() : input;
        Answer answer = call.ask(item);
        return keep == null ? answer.body() : keep.one(answer.toJson(item));
    }

    @Override
    public String description() {
        return HttpTasks.DESCRIPTION;
    }
}
