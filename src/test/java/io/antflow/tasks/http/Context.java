package io.antflow.tasks.http;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.TaskContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An attempt that remembers what it was told to show. */
final class Context implements TaskContext {

    final List<String> shown = new CopyOnWriteArrayList<>();

    @Override
    public boolean setStatus(String text) {
        return shown.add(text);
    }

    @Override
    public boolean setStatus(String text, Duration minInterval) {
        return shown.add(text);
    }

    @Override
    public String task() {
        return "call";
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public String worker() {
        return "Calls-W0";
    }

    @Override
    public String runId() {
        return "run";
    }

    @Override
    public String pipeline() {
        return "calls";
    }

    @Override
    public String stage() {
        return "Calls";
    }

    @Override
    public Object itemId() {
        return "item";
    }

    @Override
    public long sequenceId() {
        return 0;
    }

    @Override
    public Map<String, Object> metadata() {
        return Map.of();
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public boolean feed(Item followUp) {
        return false;
    }

    @Override
    public boolean feed(Item followUp, String stageName) {
        return false;
    }
}
