package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.Expression;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The built-in task {@code http}. */
@Singleton
@Identifier("http")
final class HttpTasks implements TaskFactory {

    static final String DESCRIPTION = "Calls another service by HTTP and goes on with what it answers.";

    private final CallReader calls;
    private final JsonNode schema;

    HttpTasks(CallReader calls, Schemas schemas) {
        this.calls = calls;
        this.schema = schemas.read("http");
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public JsonNode parameters() {
        return schema;
    }

    @Override
    public Task<@Nullable JsonNode, JsonNode> task(ObjectNode with) throws InvalidParametersException {
        Parameters parameters = new Parameters(with);
        HttpCall call = calls.call(parameters);
        Expression keep = calls.expression("keep", parameters);
        parameters.finish();
        return new HttpTask(Objects.requireNonNull(call), keep);
    }
}
