package io.antflow.demo;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.TaskContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An attempt at a task of the demo, outside of any engine. */
record Attempt(int attempt, String runId) implements TaskContext {

    static final Attempt FIRST = new Attempt(1, "01TEST");

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
        return true;
    }

    @Override
    public boolean setStatus(String text, Duration minInterval) {
        return true;
    }

    @Override
    public String pipeline() {
        return UsersPipeline.NAME;
    }

    @Override
    public String stage() {
        return "Stage";
    }

    @Override
    public Object itemId() {
        return "u-0001";
    }

    @Override
    public long sequenceId() {
        return 0;
    }

    @Override
    public Map<String, @Nullable Object> metadata() {
        return Map.of();
    }

    @Override
    public int priority() {
        return Item.DEFAULT_PRIORITY;
    }

    @Override
    public boolean feed(Item item) {
        return false;
    }

    @Override
    public boolean feed(Item item, String stage) {
        return false;
    }
}
