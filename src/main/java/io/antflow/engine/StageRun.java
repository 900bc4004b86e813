package io.antflow.engine;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A stage of a run: its queue, its workers, its limits, and its counters, which only rise. */
final class StageRun {

    private final Run run;
    private final Stage definition;
    private final int index;
    private final EngineClock clock;
    private final RandomGenerator random;
    private final StageQueue queue;
    private final SafeCallbacks callbacks;
    private final Map<String, Semaphore> concurrencyLimits = new HashMap<>();
    private final @Nullable CallRateLimiter callRateLimiter;
    private final RunListener listener;
    private final Throughput throughput;
    private @Nullable StageRun next;

    /** Fed into this stage from outside, or by a callback. */
    private final AtomicLong injected = new AtomicLong();

    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong retrying = new AtomicLong();

    /** Failed items by exception class. Putting an item back takes it out again, while no snapshot is being taken. */
    private final Map<String, AtomicLong> failuresByType = new ConcurrentHashMap<>();

    /** Grows only: a worker that has left keeps its figures, and its name when the pool grows again. */
    private volatile Worker[] workers = {};

    private volatile int poolSize;

    StageRun(Run run, Stage definition, int index, EngineClock clock, RandomGenerator random, RunListener listener) {
        this.run = run;
        this.definition = definition;
        this.index = index;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.queue = new StageQueue(capacityOf(definition), clock);
        this.callbacks = new SafeCallbacks(definition.callbacks());
        this.callRateLimiter = definition.callRate() == null ? null : new CallRateLimiter(definition.callRate(), clock);
        this.throughput = new Throughput(clock.nanoTime());
        definition.taskConcurrencyLimits().forEach((task, limit) -> concurrencyLimits.put(task, new Semaphore(limit)));
        setPoolSize(definition.workers());
    }

    private static int capacityOf(Stage stage) {
        if (stage.pull()) {
            return 0;
        }
        return stage.queueCapacity() == Stage.UNBOUNDED ? Integer.MAX_VALUE : stage.queueCapacity();
    }

    void setNext(StageRun stage) {
        next = stage;
    }

    @Nullable
    StageRun next() {
        return next;
    }

    Run run() {
        return run;
    }

    String name() {
        return definition.name();
    }

    int index() {
        return index;
    }

    Stage definition() {
        return definition;
    }

    EngineClock clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    StageQueue queue() {
        return queue;
    }

    SafeCallbacks callbacks() {
        return callbacks;
    }

    double unixSeconds(long nanos) {
        return run.unixSeconds(nanos);
    }

    // --- limits

    boolean isLimited(String task) {
        return callRateLimiter != null || (!concurrencyLimits.isEmpty() && concurrencyLimits.containsKey(task));
    }

    @Nullable
    Semaphore concurrencyLimit(String task) {
        return concurrencyLimits.get(task);
    }

    @Nullable
    CallRateLimiter callRateLimiter() {
        return callRateLimiter;
    }

    // --- workers

    /** Makes the pool that large; workers beyond it leave when they hold no item. The caller holds the run's lock. */
    void resize(int size) {
        int before = poolSize;
        setPoolSize(size);
        for (int i = size; i < before; i++) {
            queue.retire(workers[i]);
        }
        startWorkers();
    }

    private void setPoolSize(int size) {
        Worker[] known = workers;
        if (size > known.length) {
            Worker[] more = Arrays.copyOf(known, size);
            for (int i = known.length; i < size; i++) {
                more[i] = new Worker(this, i);
            }
            workers = more;
        }
        poolSize = size;
    }

    /** Gives a thread to every worker of the pool that has none, once the run has started. */
    void startWorkers() {
        if (run.isStarted()) {
            for (int i = poolSize - 1; i >= 0; i--) {
                if (queue.admit(workers[i])) {
                    workers[i].start();
                }
            }
        }
    }

    Worker[] workers() {
        return workers;
    }

    // --- an item's comings and goings

    void tell(StatusEvent event) {
        listener.onStatus(event);
    }

    void tell(TaskEvent event) {
        listener.onTask(event);
    }

    void countInjected() {
        injected.incrementAndGet();
    }

    void countRetry() {
        retries.incrementAndGet();
    }

    void retryingEnds() {
        retrying.decrementAndGet();
    }

    /** Takes an item from the stage before; the worker waits until there is room. */
    void deliver(RunItem item, Worker from, long now) {
        item.enter(this);
        tell(item.become(ItemStatus.QUEUED, null, now, 0, null));
        switch (queue.put(item, now)) {
            case DONE -> {}
            case WAIT_FOR_ROOM -> {
                from.block(item, now);
                queue.awaitRoom(item);
            }
            case REFUSED -> cancel(item, null, now);
        }
    }

    /** Keeps an item for its next attempt. */
    void retryLater(RunItem item, Duration wait, long now) {
        retrying.incrementAndGet();
        boolean kept = wait.isZero() ? queue.putExempt(item, RunItem.QueuePlace.RETURNED) : queue.delay(item, wait);
        if (!kept) {
            cancel(item, null, now);
        }
    }

    /** Ends an item that is in nobody else's hands. */
    void cancel(RunItem item, @Nullable Worker by, long now) {
        if (item.status() == ItemStatus.RETRYING) {
            retryingEnds();
        }
        if (by != null) {
            by.rest();
        }
        cancelled.incrementAndGet();
        StatusEvent event = item.become(ItemStatus.CANCELLED, by, now, item.attempts(), null);
        tell(event);
        run.itemEnded(item, event);
    }

    void fail(RunItem item, Worker by, Failure failure, long now) {
        failuresByType.computeIfAbsent(failure.type(), type -> new AtomicLong()).incrementAndGet();
        StatusEvent event = item.become(ItemStatus.FAILED, by, now, failure.attempts(), failure);
        tell(event);
        run.itemEnded(item, event);
    }

    /** Takes a failure back, while no snapshot is being taken. */
    void uncountFailure(Failure failure) {
        AtomicLong count = failuresByType.get(failure.type());
        if (count != null) {
            count.decrementAndGet();
        }
    }

    // --- what can be asked from outside

    /** One reading of the ends; taken before any reading of arrivals, or of a stage before. */
    Ends readEnds() {
        long passed = 0;
        long filtered = 0;
        long skipped = 0;
        for (Worker worker : workers) {
            skipped += worker.skipped();
        }
        for (Worker worker : workers) {
            passed += worker.passed();
            filtered += worker.filtered();
        }
        Map<String, Long> failures = new HashMap<>();
        failuresByType.forEach((type, count) -> {
            long value = count.get();
            if (value > 0) {
                failures.put(type, value);
            }
        });
        return new Ends(passed, filtered, skipped, failures, cancelled.get());
    }

    /**
     * How many items had left a stage, and how.
     *
     * @param passed went on to the next stage, or came through the last
     * @param filtered were ended by a task
     * @param skipped of both
     */
    record Ends(long passed, long filtered, long skipped, Map<String, Long> failures, long cancelled) {

        long completed() {
            return passed + filtered;
        }

        long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    long readInjected() {
        return injected.get();
    }

    /** Notes how many have left, for the rate. */
    void sampleThroughput(long now) {
        throughput.sample(now, left());
    }

    private long left() {
        long count = 0;
        for (Worker worker : workers) {
            count += worker.processed() + worker.failures();
        }
        return count;
    }

    double itemsPerSecond(long now) {
        return run.ended() ? run.averagePerSecond(left()) : throughput.perSecond(now, left());
    }

    Map<String, Worker.Moment> moments() {
        Map<String, Worker.Moment> moments = new LinkedHashMap<>();
        int size = poolSize;
        Worker[] known = workers;
        for (int i = 0; i < known.length; i++) {
            Worker.Moment moment = known[i].moment();
            if (i < size || moment.state().status() != WorkerState.Status.IDLE) {
                moments.put(known[i].name(), moment);
            }
        }
        return Collections.unmodifiableMap(moments);
    }

    /** Puts one reading of the counters and one of the workers together. */
    StageStats stats(Ends ends, long arrived, Map<String, Worker.Moment> moments, long now) {
        long live = arrived - ends.completed() - ends.failed() - ends.cancelled();
        long busy = 0;
        int blocked = 0;
        long longestInWork = 0;
        for (Worker.Moment moment : moments.values()) {
            switch (moment.state().status()) {
                case BUSY -> {
                    busy++;
                    longestInWork = Math.max(longestInWork, now - moment.sinceNanos());
                }
                case BLOCKED -> blocked++;
                case IDLE -> {}
            }
        }
        long inProgress = Math.min(busy, live);
        long pending = live - inProgress;
        return new StageStats(
                name(),
                arrived,
                pending,
                inProgress,
                ends.completed(),
                ends.failed(),
                ends.cancelled(),
                ends.skipped(),
                ends.filtered(),
                Math.clamp(retrying.get(), 0, pending),
                retries.get(),
                poolSize,
                blocked,
                definition.queueCapacity(),
                queue.paused(),
                itemsPerSecond(now),
                queue.oldestWaitNanos(now) / 1e9,
                longestInWork / 1e9);
    }
}
