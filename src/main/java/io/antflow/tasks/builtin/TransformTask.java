package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with what an expression makes of the value.
 *
 * @param collect with a list of all values that it gives; else it has to give one
 */
record TransformTask(Expression jq, boolean collect) implements Task<@Nullable JsonNode, JsonNode> {

    static Task<?, ?> of(With with) {
        return new TransformTask(with.expression("jq", "."), with.flag("collect"));
    }

    @Override
    public JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        return collect ? JsonNodeFactory.instance.arrayNode().addAll(jq.all(input)) : jq.one(input);
    }
}
