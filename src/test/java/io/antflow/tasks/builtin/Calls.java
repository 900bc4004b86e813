package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.Jq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Calls tasks as a worker does, for items with any number. */
final class Calls {

    static final BuiltinTasks TASKS = new BuiltinTasks(Jq.expressions());

    final List<String> status = new CopyOnWriteArrayList<>();

    static With with(String json) {
        return new With((ObjectNode) Jq.json(json), List.of(), Jq.expressions());
    }

    @SuppressWarnings("unchecked")
    static Task<@Nullable Object, @Nullable Object> made(TaskFactory factory, String with)
            throws InvalidParametersException {
        return (Task<@Nullable Object, @Nullable Object>) factory.task((ObjectNode) Jq.json(with));
    }

    @SuppressWarnings("unchecked")
    @Nullable
    Object call(Task<?, ?> task, @Nullable JsonNode value) throws Exception {
        return call(task, value, 0, 1);
    }

    @SuppressWarnings("unchecked")
    @Nullable
    Object call(Task<?, ?> task, @Nullable JsonNode value, long sequenceId, int attempt) throws Exception {
        return ((Task<@Nullable Object, @Nullable Object>) task).run(value, new Context(sequenceId, attempt, status));
    }

    private record Context(long sequenceId, int attempt, List<String> texts) implements TaskContext {

        @Override
        public String task() {
            return "task";
        }

        @Override
        public String worker() {
            return "Stage-W0";
        }

        @Override
        public boolean setStatus(String text) {
            return texts.add(text);
        }

        @Override
        public boolean setStatus(String text, Duration minInterval) {
            return texts.add(text);
        }

        @Override
        public String runId() {
            return "run";
        }

        @Override
        public String pipeline() {
            return "orders";
        }

        @Override
        public String stage() {
            return "Stage";
        }

        @Override
        public Object itemId() {
            return "item-" + sequenceId;
        }

        @Override
        public Map<String, @Nullable Object> metadata() {
            return Map.of();
        }

        @Override
        public int priority() {
            return 100;
        }

        @Override
        public boolean feed(Item item) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean feed(Item item, String stage) {
            throw new UnsupportedOperationException();
        }
    }
}
