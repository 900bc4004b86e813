package io.antflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** A task and a pipeline of an application. */
final class ApiTestBeans {

    /** Returns what it gets. */
    @Singleton
    @Identifier("api_bean")
    static final class Echo implements Task<JsonNode, JsonNode> {
        @Override
        public JsonNode run(JsonNode input, TaskContext context) {
            return input;
        }

        @Override
        public String description() {
            return "Returns what it gets.";
        }
    }

    /** A pipeline that the application itself defines. */
    @Produces
    @Singleton
    Pipeline ofTheApplication() {
        return Pipeline.of(
                "api-of-the-application",
                Stage.named("Only")
                        .task("echo", (Object input, TaskContext context) -> input)
                        .build());
    }
}
