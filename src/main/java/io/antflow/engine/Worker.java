package io.antflow.engine;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.SkipCondition;
import io.antflow.pipeline.Skipped;
import io.antflow.pipeline.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes items from its stage's queue, one at a time, and brings each to the next stage, to its next attempt or to its end.
 * It is one virtual thread, replaced only when a task ignores the interrupt that ends its attempt.
 */
final class Worker {

    /** How long a task may go on after it was interrupted, before its thread is given up. */
    static final Duration ABANDON_AFTER = Duration.ofSeconds(10);

    /** What a worker does while it waits for room downstream. */
    private record Blocked(RunItem item, long sinceNanos) {}

    private final StageRun stage;
    private final int index;
    private final String name;
    private final SingleWriterCounter passed = new SingleWriterCounter();
    private final SingleWriterCounter filtered = new SingleWriterCounter();
    private final SingleWriterCounter skipped = new SingleWriterCounter();
    private final SingleWriterCounter failed = new SingleWriterCounter();
    private final SingleWriterCounter processingNanos = new SingleWriterCounter();
    private final SingleWriterCounter lastActiveNanos = new SingleWriterCounter();

    private volatile @Nullable Thread thread;
    private volatile boolean awake;

    /** Null: idle; an {@link Attempt}: busy; {@link Blocked}. One field, so that a snapshot never sees halves. */
    private volatile @Nullable Object doing;

    /** Guarded by the queue's lock. */
    private boolean retired;

    private boolean present;

    Worker(StageRun stage, int index) {
        this.stage = stage;
        this.index = index;
        this.name = stage.name() + "-W" + index;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    StageRun stage() {
        return stage;
    }

    // --- the thread

    void start() {
        start(this::work);
    }

    /** Known before it runs: whoever hands it an item wakes it. */
    private void start(Runnable work) {
        Thread starting = Thread.ofVirtual().name(name).unstarted(work);
        thread = starting;
        starting.start();
    }

    private void work() {
        RunItem item = stage.queue().take(this);
        while (item != null) {
            if (!process(item)) {
                return;
            }
            item = stage.queue().take(this);
        }
    }

    boolean isRetired() {
        return retired;
    }

    void setRetired(boolean retired) {
        this.retired = retired;
    }

    /** True: it was not present. */
    boolean enter() {
        boolean absent = !present;
        present = true;
        return absent;
    }

    void leave() {
        present = false;
        doing = null;
    }

    void becomeIdle() {
        awake = false;
        doing = null;
    }

    void wake() {
        awake = true;
        LockSupport.unpark(thread);
    }

    void awaitWake() {
        stage.run().onWorkerAtRest();
        while (!awake) {
            LockSupport.park(this);
        }
    }

    // --- an item's way through the stage

    /** False: the attempt was abandoned, and another thread is this worker now. */
    private boolean process(RunItem item) {
        long taken = stage.clock().nanoTime();
        if (item.cancelRequested()) {
            stage.cancel(item, this, taken);
            return true;
        }
        boolean retrying = item.status() == ItemStatus.RETRYING;
        if (retrying) {
            stage.retryingEnds();
        }
        SkipCondition skipIf = stage.definition().skipIf();
        if (skipIf != null && !retrying && item.nextTask() == 0 && !passes(skipIf, item, taken)) {
            return true;
        }
        stage.tell(item.become(ItemStatus.IN_PROGRESS, this, taken, item.attempts() + 1, null));
        return attemptTasks(item, taken);
    }

    /** False: the item is done with here, skipped or failed. */
    private boolean passes(SkipCondition skipIf, RunItem item, long taken) {
        Attempt context = new Attempt(this, item, stage.definition().tasks().getFirst(), 0, taken, false);
        doing = context;
        boolean skip = false;
        Throwable failure = null;
        try {
            skip = skipIf.test(item.value(), context);
        } catch (Throwable e) {
            failure = e;
        }
        context.end();
        long now = stage.clock().nanoTime();
        if (context.interruption() != null) {
            stage.cancel(item, this, now);
            return false;
        }
        if (failure != null) {
            fail(item, context, failure, 0, now);
            return false;
        }
        if (skip) {
            stage.callbacks().skipped(context, item.value());
            moveOn(item, ItemStatus.SKIPPED, 0, now);
            return false;
        }
        return true;
    }

    private boolean attemptTasks(RunItem item, long taken) {
        Stage definition = stage.definition();
        List<NamedTask> tasks = definition.tasks();
        boolean perTask = definition.retry().scope() == Retry.Scope.PER_TASK;
        long now = taken;
        while (true) {
            NamedTask task = tasks.get(item.nextTask());
            if (perTask || item.nextTask() == 0) {
                item.countAttempt();
            }
            Attempt attempt = new Attempt(this, item, task, item.attempts(), taken, stage.isLimited(task.name()));
            doing = attempt;
            Object output = null;
            Throwable failure = null;
            if (item.cancelRequested()) {
                attempt.interrupt(Attempt.Interruption.CANCELLED);
            }
            try {
                output = runWithinLimits(attempt, now);
            } catch (Throwable e) {
                failure = e;
            }
            if (!attempt.end()) {
                return false;
            }
            now = stage.clock().nanoTime();
            if (!settle(attempt, output, failure, now)) {
                return true;
            }
        }
    }

    private @Nullable Object runWithinLimits(Attempt attempt, long now) throws Exception {
        String task = attempt.task();
        if (!stage.isLimited(task)) {
            return runTimed(attempt, now);
        }
        attempt.acquire(stage.concurrencyLimit(task));
        try {
            CallRateLimiter rate = stage.callRateLimiter();
            if (rate != null) {
                rate.acquire();
            }
            if (!attempt.begin()) {
                throw new InterruptedException();
            }
            return runTimed(attempt, stage.clock().nanoTime());
        } finally {
            attempt.endedAt(stage.clock().nanoTime());
            attempt.releaseLimit();
        }
    }

    private @Nullable Object runTimed(Attempt attempt, long now) throws Exception {
        attempt.beganAt(now);
        stage.tell(new TaskEvent(
                attempt.item(), this, attempt.task(), TaskEvent.Type.START, attempt.attempt(), now, 0, null));
        Duration timeout = stage.definition().taskTimeout();
        if (timeout == null) {
            return attempt.run(attempt.item().value());
        }
        EngineClock.Timer timer = stage.clock().schedule(timeout, () -> timeOut(attempt));
        try {
            return attempt.run(attempt.item().value());
        } finally {
            timer.cancel();
        }
    }

    private void timeOut(Attempt attempt) {
        if (attempt.interrupt(Attempt.Interruption.TIMED_OUT)) {
            stage.clock().schedule(ABANDON_AFTER, () -> abandon(attempt));
        }
    }

    /** Gives up the attempt's thread, if the interrupt has not ended it: a new one settles the attempt and goes on. */
    void abandon(Attempt attempt) {
        if (attempt.abandon()) {
            attempt.releaseLimit();
            start(() -> {
                long now = stage.clock().nanoTime();
                if (!settle(attempt, null, null, now) || attemptTasks(attempt.item(), now)) {
                    work();
                }
            });
        }
    }

    /** What follows from an attempt's end. True: the item stays with this worker for another attempt or task. */
    private boolean settle(Attempt attempt, @Nullable Object output, @Nullable Throwable failure, long now) {
        RunItem item = attempt.item();
        long duration = attempt.durationNanos(now);
        processingNanos.add(duration);
        return switch (attempt.interruption()) {
            case CANCELLED -> {
                stage.cancel(item, this, now);
                yield false;
            }
            case TIMED_OUT -> failed(attempt, timeout(attempt, failure), duration, now);
            case null ->
                failure == null ? succeeded(attempt, output, duration, now) : failed(attempt, failure, duration, now);
        };
    }

    private TaskTimeoutException timeout(Attempt attempt, @Nullable Throwable failure) {
        Duration limit = stage.definition().taskTimeout();
        TaskTimeoutException timeout = new TaskTimeoutException(attempt.task(), limit == null ? Duration.ZERO : limit);
        if (failure != null && !(failure instanceof InterruptedException)) {
            timeout.addSuppressed(failure);
        }
        return timeout;
    }

    private boolean succeeded(Attempt attempt, @Nullable Object output, long duration, long now) {
        RunItem item = attempt.item();
        Stage definition = stage.definition();
        stage.tell(event(attempt, TaskEvent.Type.COMPLETE, duration, now, null));
        if (output instanceof Skip skip) {
            filter(item, attempt, skip, now);
            return false;
        }
        item.advance(output, definition.retry().scope() == Retry.Scope.PER_TASK);
        if (item.nextTask() < definition.tasks().size()) {
            return true;
        }
        stage.callbacks().succeeded(attempt, output);
        moveOn(item, ItemStatus.COMPLETED, attempt.attempt(), now);
        return false;
    }

    private boolean failed(Attempt attempt, Throwable failure, long duration, long now) {
        Retry retry = stage.definition().retry();
        int number = attempt.attempt();
        if (number >= retry.attempts() || !retry.retries(failure)) {
            stage.tell(event(attempt, TaskEvent.Type.FAIL, duration, now, failure));
            fail(attempt.item(), attempt, failure, number, now);
            return false;
        }
        stage.tell(event(attempt, TaskEvent.Type.RETRY, duration, now, failure));
        return retry(attempt.item(), failure(failure, number), now);
    }

    /** True: at once, by this worker. */
    private boolean retry(RunItem item, Failure failure, long now) {
        Retry retry = stage.definition().retry();
        int next = failure.attempts() + 1;
        if (retry.scope() == Retry.Scope.PER_STAGE) {
            item.backToStageEntry();
        }
        Duration wait = retry.waitAfter(failure.cause(), next, stage.random());
        stage.countRetry();
        stage.tell(item.become(ItemStatus.RETRYING, this, now, next, failure));
        if (wait.isZero() && !stage.run().isCancelled()) {
            stage.tell(item.become(ItemStatus.IN_PROGRESS, this, now, next, null));
            return true;
        }
        lastActiveNanos.set(now);
        doing = null;
        stage.retryLater(item, wait, now);
        return false;
    }

    private TaskEvent event(
            Attempt attempt, TaskEvent.Type type, long duration, long now, @Nullable Throwable failure) {
        return new TaskEvent(attempt.item(), this, attempt.task(), type, attempt.attempt(), now, duration, failure);
    }

    private Failure failure(Throwable cause, int attempts) {
        return new Failure(cause.getClass().getName(), message(cause), stage.name(), attempts, cause);
    }

    /** An exception's message is code of the task: it may fail as well. */
    private static String message(Throwable cause) {
        try {
            String message = cause.getMessage();
            return message == null ? "" : message;
        } catch (Throwable e) {
            return "(its message can't be had: " + e.getClass().getName() + ")";
        }
    }

    private void fail(RunItem item, Attempt attempt, Throwable cause, int attempts, long now) {
        Failure failure = failure(cause, attempts);
        stage.callbacks().failed(attempt, failure);
        failed.add(1);
        lastActiveNanos.set(now);
        doing = null;
        stage.fail(item, this, failure, now);
    }

    private void moveOn(RunItem item, ItemStatus status, int attempt, long now) {
        lastActiveNanos.set(now);
        StageRun next = stage.next();
        if (next == null) {
            doing = null;
        }
        passed.add(1);
        if (status == ItemStatus.SKIPPED) {
            skipped.add(1);
        }
        StatusEvent event = item.become(status, this, now, attempt, null);
        stage.tell(event);
        if (next == null) {
            stage.run().itemEnded(item, event);
        } else {
            next.deliver(item, this, now);
        }
    }

    /** The item ends here, because a task says so. */
    private void filter(RunItem item, Attempt attempt, Skip skip, long now) {
        stage.callbacks().skipped(attempt, item.value());
        lastActiveNanos.set(now);
        doing = null;
        filtered.add(1);
        skipped.add(1);
        Skipped reason = new Skipped(stage.name(), skip.reason());
        StatusEvent event = item.become(ItemStatus.SKIPPED, this, now, attempt.attempt(), reason);
        stage.tell(event);
        stage.run().itemEnded(item, event);
    }

    /** It holds an item that has no room downstream. */
    void block(RunItem item, long now) {
        doing = new Blocked(item, now);
        stage.run().onWorkerAtRest();
    }

    // --- what can be asked from outside

    boolean isBusy() {
        return doing instanceof Attempt;
    }

    /** It holds no item. */
    void rest() {
        doing = null;
    }

    /** Interrupts the attempt that works on the item, or on any item when it is null. */
    boolean interrupt(@Nullable RunItem item) {
        return doing instanceof Attempt attempt
                && (item == null || attempt.item() == item)
                && attempt.interrupt(Attempt.Interruption.CANCELLED);
    }

    /** Interrupts the attempt if it waits for a limit. */
    void interruptIfWaiting() {
        if (doing instanceof Attempt attempt) {
            attempt.interruptIfWaiting(Attempt.Interruption.CANCELLED);
        }
    }

    /** Gives up the attempt that was interrupted and goes on all the same. */
    void abandon() {
        if (doing instanceof Attempt attempt) {
            abandon(attempt);
        }
    }

    /** Items that went on, or came through the last stage. */
    long passed() {
        return passed.get();
    }

    /** Items that a task ended here. */
    long filtered() {
        return filtered.get();
    }

    long processed() {
        return passed() + filtered();
    }

    long skipped() {
        return skipped.get();
    }

    long failures() {
        return failed.get();
    }

    WorkerMetrics metrics() {
        long ok = processed();
        long bad = failed.get();
        double seconds = processingNanos.get() / 1e9;
        return new WorkerMetrics(
                name,
                stage.name(),
                ok,
                bad,
                seconds,
                ok + bad == 0 ? 0 : seconds / (ok + bad),
                ok + bad == 0 ? null : stage.unixSeconds(lastActiveNanos.get()));
    }

    /** What it is doing, and since when in nanoseconds. */
    Moment moment() {
        return switch (doing) {
            case Attempt attempt ->
                new Moment(
                        new WorkerState(
                                name,
                                stage.name(),
                                WorkerState.Status.BUSY,
                                attempt.item().id(),
                                attempt.statusText(),
                                stage.unixSeconds(attempt.takenNanos())),
                        attempt.takenNanos());
            case Blocked blocked ->
                new Moment(
                        new WorkerState(
                                name,
                                stage.name(),
                                WorkerState.Status.BLOCKED,
                                blocked.item().id(),
                                null,
                                stage.unixSeconds(blocked.sinceNanos())),
                        blocked.sinceNanos());
            case null, default ->
                new Moment(new WorkerState(name, stage.name(), WorkerState.Status.IDLE, null, null, null), 0);
        };
    }

    /** A worker's state, and since when it has it. */
    record Moment(WorkerState state, long sinceNanos) {}
}
