package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Lets only values through that follow a JSON schema. */
record ValidateTask(Schema schema) implements Task<@Nullable JsonNode, @Nullable JsonNode> {

    static Task<?, ?> of(With with, JsonSchemas schemas) {
        JsonNode schema = with.has("schema") ? with.json("schema") : BooleanNode.TRUE;
        List<Error> errors = schemas.errors(schema);
        for (Error error : errors) {
            String field = ParameterSchema.within("schema", ParameterSchema.path(error.getInstanceLocation()));
            with.violation(field, field + ": " + error.getMessage());
        }
        if (errors.isEmpty()) {
            try {
                return new ValidateTask(schemas.schema(schema));
            } catch (IllegalArgumentException e) {
                with.violation("schema", "schema can't be used: " + e.getMessage());
            }
        }
        return new TransformTask(with.expressions().compile("."), false);
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        List<Error> errors;
        try {
            errors = schema.validate(input == null ? NullNode.getInstance() : input);
        } catch (CancellationException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw e;
        }
        if (!errors.isEmpty()) {
            throw new InvalidValueException(errors);
        }
        return input;
    }
}
