package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/** The beginning or end of one attempt of a task. */
public final class TaskEvent implements RunEvent {

    /** What happened. */
    public enum Type {
        /** An attempt has begun. */
        START,
        /** It has succeeded. */
        COMPLETE,
        /** It has failed, and another follows. */
        RETRY,
        /** It has failed, and the item with it. */
        FAIL
    }

    private final RunItem item;
    private final Worker by;
    private final String task;
    private final Type type;
    private final int attempt;
    private final long nanos;
    private final long durationNanos;
    private final @Nullable Throwable error;

    TaskEvent(
            RunItem item,
            Worker by,
            String task,
            Type type,
            int attempt,
            long nanos,
            long durationNanos,
            @Nullable Throwable error) {
        this.item = item;
        this.by = by;
        this.task = task;
        this.type = type;
        this.attempt = attempt;
        this.nanos = nanos;
        this.durationNanos = durationNanos;
        this.error = error;
    }

    @Override
    public Object itemId() {
        return item.id();
    }

    @Override
    public String stage() {
        return by.stage().name();
    }

    @Override
    public int stageIndex() {
        return by.stage().index();
    }

    /** The task's name in its stage. */
    public String task() {
        return task;
    }

    @Override
    public String worker() {
        return by.name();
    }

    /** What happened. */
    public Type type() {
        return type;
    }

    /** The attempt's number, from 1: of the task under {@code per_task}, of the stage under {@code per_stage}. */
    public int attempt() {
        return attempt;
    }

    @Override
    public double timestamp() {
        return by.stage().unixSeconds(nanos);
    }

    /** How long the attempt took, waits for limits not included; 0 at its start. */
    public long durationNanos() {
        return durationNanos;
    }

    /** Why the attempt failed; null when it did not. */
    public @Nullable Throwable error() {
        return error;
    }

    /** Whether the attempt took longer than it may. */
    public boolean timedOut() {
        return error instanceof TaskTimeoutException;
    }
}
