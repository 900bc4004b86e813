package io.antflow.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker pool, its queue, and the tasks each item goes through in order. Immutable; made by {@link #named(String)},
 * checked by {@link Pipeline}.
 *
 * @param name unique in its pipeline
 * @param workers how many items are in work at once
 * @param tasks in order, at least one
 * @param retry what happens after a failed attempt
 * @param taskTimeout how long one attempt of a task may take; null: any time
 * @param taskConcurrencyLimits by task name: how many attempts of it may run at once, over all workers
 * @param queueCapacity how many items may wait; {@link #UNBOUNDED}: any number
 * @param callRate attempts per period over the whole stage; null: any number
 * @param pull true: no buffer, an item is handed over only to a waiting worker
 * @param skipIf items for which it says yes pass the stage by; null: none does
 * @param callbacks told how each item left
 */
public record Stage(
        String name,
        int workers,
        List<NamedTask> tasks,
        Retry retry,
        @Nullable Duration taskTimeout,
        Map<String, Integer> taskConcurrencyLimits,
        int queueCapacity,
        @Nullable CallRate callRate,
        boolean pull,
        @Nullable SkipCondition skipIf,
        StageCallbacks callbacks) {

    /** No pool may be larger: a mistyped number must not exhaust the service. */
    public static final int MAX_WORKERS = 10_000;

    /** The {@link #queueCapacity} of a queue without a bound. */
    public static final int UNBOUNDED = 0;

    /** The capacity of a queue is this for each worker, where none is given. */
    public static final int DEFAULT_CAPACITY_PER_WORKER = 10;

    public Stage {
        tasks = List.copyOf(tasks);
        taskConcurrencyLimits = Map.copyOf(taskConcurrencyLimits);
    }

    /** Begins a stage: one worker, no tasks yet, the default retries. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects what makes a stage; not thread-safe. Whatever is not said has its default. */
    public static final class Builder {

        private final String name;
        private final List<NamedTask> tasks = new ArrayList<>();
        private final Map<String, Integer> taskConcurrencyLimits = new LinkedHashMap<>();
        private int workers = 1;
        private Retry retry = Retry.defaults();
        private @Nullable Duration taskTimeout;
        private @Nullable Integer queueCapacity;
        private @Nullable CallRate callRate;
        private boolean pull;
        private @Nullable SkipCondition skipIf;
        private StageCallbacks callbacks = StageCallbacks.NONE;

        private Builder(String name) {
            this.name = name;
        }

        /** How many items are in work at once. */
        public Builder workers(int workers) {
            this.workers = workers;
            return this;
        }

        /** Adds a task. */
        public Builder task(String taskName, Task<?, ?> task) {
            tasks.add(new NamedTask(taskName, task));
            return this;
        }

        /** What happens after a failed attempt. */
        public Builder retry(Retry retry) {
            this.retry = retry;
            return this;
        }

        /** Up to so many attempts of a failing task, with those waits in between. */
        public Builder taskAttempts(int attempts, Backoff backoff) {
            return retry(new Retry(
                    Retry.Scope.PER_TASK,
                    attempts,
                    Retry.DEFAULT_ATTEMPTS,
                    backoff,
                    retry.retryOn(),
                    retry.giveUpOn()));
        }

        /** Up to so many attempts of the whole stage, with those waits in between. */
        public Builder stageAttempts(int attempts, Backoff backoff) {
            return retry(new Retry(
                    Retry.Scope.PER_STAGE,
                    Retry.DEFAULT_ATTEMPTS,
                    attempts,
                    backoff,
                    retry.retryOn(),
                    retry.giveUpOn()));
        }

        /** How long one attempt of a task may take before it is interrupted. */
        public Builder taskTimeout(@Nullable Duration timeout) {
            this.taskTimeout = timeout;
            return this;
        }

        /** How many attempts of that task may run at once, over all workers. */
        public Builder taskConcurrencyLimit(String taskName, int limit) {
            taskConcurrencyLimits.put(taskName, limit);
            return this;
        }

        /** How many items may wait; {@link #UNBOUNDED}: any number. */
        public Builder queueCapacity(int capacity) {
            this.queueCapacity = capacity;
            return this;
        }

        /** Attempts per period over the whole stage. */
        public Builder callRate(@Nullable CallRate rate) {
            this.callRate = rate;
            return this;
        }

        /** No buffer: an item is handed over only to a waiting worker. */
        public Builder pull(boolean pull) {
            this.pull = pull;
            return this;
        }

        /** Items for which it says yes pass the stage by. */
        public Builder skipIf(@Nullable SkipCondition condition) {
            this.skipIf = condition;
            return this;
        }

        /** Told how each item left the stage. */
        public Builder callbacks(StageCallbacks callbacks) {
            this.callbacks = callbacks;
            return this;
        }

        /** The stage as said so far; whether it is valid is for {@link Pipeline} to say. */
        public Stage build() {
            return new Stage(
                    name,
                    workers,
                    tasks,
                    retry,
                    taskTimeout,
                    taskConcurrencyLimits,
                    queueCapacity == null ? defaultCapacity(workers) : queueCapacity,
                    callRate,
                    pull,
                    skipIf,
                    callbacks);
        }

        private static int defaultCapacity(int workers) {
            return (int) Math.clamp((long) workers * DEFAULT_CAPACITY_PER_WORKER, 1, Integer.MAX_VALUE);
        }
    }
}
