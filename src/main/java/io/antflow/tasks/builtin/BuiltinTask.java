package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.Expressions;
import java.util.function.Function;

/** Makes one kind of task: its parameters are checked against their schema, then read. */
record BuiltinTask(ParameterSchema schema, Expressions expressions, Function<With, Task<?, ?>> reader)
        implements TaskFactory {

    @Override
    public String description() {
        return schema.description();
    }

    @Override
    public JsonNode parameters() {
        return schema.json();
    }

    @Override
    public Task<?, ?> task(ObjectNode with) throws InvalidParametersException {
        With read = new With(with, schema.violations(with), expressions);
        Task<?, ?> task = reader.apply(read);
        read.finish();
        return task;
    }
}
