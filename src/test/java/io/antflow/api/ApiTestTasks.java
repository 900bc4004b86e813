package io.antflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tasks that the tests of the API put pipelines together from. */
final class ApiTestTasks {

    /** Returns what it gets. */
    @Singleton
    @Identifier("api_echo")
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

    /** Fails, until the test says that the world is well again. The message ends in half an emoji. */
    @Singleton
    @Identifier("api_fail")
    static final class Fail implements Task<JsonNode, JsonNode> {

        static volatile boolean healed;

        @Override
        public JsonNode run(JsonNode input, TaskContext context) throws IOException {
            if (healed) {
                return input;
            }
            throw new IOException("no \"luck\"\nwith \uD83D");
        }
    }

    /** Holds each item until the test lets one go. */
    @Singleton
    @Identifier("api_gate")
    static final class Gate implements Task<JsonNode, JsonNode> {

        static final Semaphore OPEN = new Semaphore(0);
        static final Set<Object> INSIDE = ConcurrentHashMap.newKeySet();

        @Override
        public JsonNode run(JsonNode input, TaskContext context) throws InterruptedException {
            INSIDE.add(context.itemId());
            try {
                if (!OPEN.tryAcquire(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the test let no item go");
                }
                return input;
            } finally {
                INSIDE.remove(context.itemId());
            }
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
