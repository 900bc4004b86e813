package io.antflow.engine;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a task, and what the task sees of it.
 *
 * <p>It may be interrupted from outside as long as it has not ended, and its interrupt never outlives it: {@link #end}
 * waits for an interrupt that is on its way and clears it, so that none hits the next item. An attempt that was interrupted
 * and does not end can be abandoned: what its thread still does is then nobody's business.
 */
final class Attempt implements TaskContext {

    /** Longer texts are cut: they are sent to every watcher at every tick. */
    private static final int MAX_STATUS_LENGTH = 200;

    /** Why an attempt was interrupted. */
    enum Interruption {
        TIMED_OUT,
        CANCELLED
    }

    private enum State {
        WAITING_FOR_LIMIT,
        RUNNING,
        INTERRUPTING,
        INTERRUPTED,
        ENDED,
        ABANDONED
    }

    private static final VarHandle STATE;
    private static final VarHandle PERMIT;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Attempt.class, "state", State.class);
            PERMIT = MethodHandles.lookup().findVarHandle(Attempt.class, "permit", Semaphore.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Worker by;
    private final RunItem item;
    private final NamedTask task;
    private final int number;
    private final long takenNanos;
    private final Thread thread;
    private volatile State state;
    private volatile @Nullable Interruption interruption;
    private volatile @Nullable String statusText;
    private long statusNanos;
    private volatile @Nullable Semaphore permit;
    private long beganNanos;
    private boolean begun;
    private long endedNanos;
    private boolean taskEnded;

    /** @param takenNanos when the worker took the item */
    Attempt(Worker by, RunItem item, NamedTask task, int number, long takenNanos, boolean limited) {
        this.by = by;
        this.item = item;
        this.task = task;
        this.number = number;
        this.takenNanos = takenNanos;
        this.thread = Thread.currentThread();
        this.state = limited ? State.WAITING_FOR_LIMIT : State.RUNNING;
    }

    /** The limits let it go on; false: it was interrupted before. */
    boolean begin() {
        return STATE.compareAndSet(this, State.WAITING_FOR_LIMIT, State.RUNNING);
    }

    void beganAt(long nanos) {
        beganNanos = nanos;
        begun = true;
    }

    /** The task has ended, whatever the attempt waits for after that. */
    void endedAt(long nanos) {
        endedNanos = nanos;
        taskEnded = true;
    }

    /** How long the task has run until now at the latest; 0 when the limits did not let it begin. */
    long durationNanos(long now) {
        return begun ? (taskEnded ? endedNanos : now) - beganNanos : 0;
    }

    /** Waits for a permit and holds it until {@link #releaseLimit}. */
    void acquire(@Nullable Semaphore limit) throws InterruptedException {
        if (limit != null) {
            limit.acquire();
            permit = limit;
        }
    }

    /** Gives the permit back, once: the attempt's own thread does, or who gives that thread up. */
    void releaseLimit() {
        Semaphore held = (Semaphore) PERMIT.getAndSet(this, null);
        if (held != null) {
            held.release();
        }
    }

    /** Runs the task and waits for what it returns. */
    @SuppressWarnings("NullAway") // null is a value
    @Nullable
    Object run(@Nullable Object input) throws Exception {
        @SuppressWarnings("unchecked") // a wrong type fails the attempt with a ClassCastException that names both
        Task<@Nullable Object, @Nullable Object> anyTask = (Task<@Nullable Object, @Nullable Object>) task.task();
        Object output = anyTask.run(input, this);
        return output instanceof CompletionStage<?> stage ? await(stage.toCompletableFuture()) : output;
    }

    private static @Nullable Object await(CompletableFuture<?> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (CancellationException e) {
            throw e;
        }
    }

    /** No interrupt comes from now on, and none is pending. False: it was abandoned, and its thread has to leave. */
    boolean end() {
        if (STATE.compareAndSet(this, State.RUNNING, State.ENDED)) {
            Thread.interrupted(); // a task may have set it itself
            return true;
        }
        while (true) {
            switch (state) {
                case INTERRUPTING -> Thread.onSpinWait();
                case ABANDONED -> {
                    return false;
                }
                case WAITING_FOR_LIMIT, RUNNING, INTERRUPTED, ENDED -> {
                    if (STATE.compareAndSet(this, state, State.ENDED)) {
                        Thread.interrupted();
                        return true;
                    }
                }
            }
        }
    }

    /** Interrupts it, unless it has ended or been interrupted before. */
    boolean interrupt(Interruption reason) {
        return interrupt(State.RUNNING, reason) || interrupt(State.WAITING_FOR_LIMIT, reason);
    }

    /** Interrupts it if it has not begun. */
    boolean interruptIfWaiting(Interruption reason) {
        return interrupt(State.WAITING_FOR_LIMIT, reason);
    }

    private boolean interrupt(State expected, Interruption reason) {
        if (!STATE.compareAndSet(this, expected, State.INTERRUPTING)) {
            return false;
        }
        interruption = reason;
        thread.interrupt();
        state = State.INTERRUPTED;
        return true;
    }

    /** Gives it up, if it is an attempt of a task, was interrupted and has not ended. */
    boolean abandon() {
        return number > 0 && STATE.compareAndSet(this, State.INTERRUPTED, State.ABANDONED);
    }

    /** Why it was interrupted; null when it was not. */
    @Nullable
    Interruption interruption() {
        return interruption;
    }

    RunItem item() {
        return item;
    }

    long takenNanos() {
        return takenNanos;
    }

    /** The text that the task has set, or else its name. */
    String statusText() {
        String text = statusText;
        return text == null ? task.name() : text;
    }

    @Override
    public String runId() {
        return by.stage().run().id();
    }

    @Override
    public String pipeline() {
        return by.stage().run().pipeline().name();
    }

    @Override
    public String stage() {
        return by.stage().name();
    }

    @Override
    public Object itemId() {
        return item.id();
    }

    @Override
    public long sequenceId() {
        return item.sequence();
    }

    @Override
    public Map<String, @Nullable Object> metadata() {
        return item.metadata();
    }

    @Override
    public int priority() {
        return item.priority();
    }

    @Override
    public boolean feed(Item followUp) {
        return by.stage().run().feedFromInside(followUp, null);
    }

    @Override
    public boolean feed(Item followUp, String stageName) {
        return by.stage().run().feedFromInside(followUp, stageName);
    }

    @Override
    public String task() {
        return task.name();
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public String worker() {
        return by.name();
    }

    @Override
    public boolean setStatus(String text) {
        return setStatus(text, Duration.ZERO);
    }

    @Override
    public synchronized boolean setStatus(String text, Duration minInterval) {
        long now = by.stage().clock().nanoTime();
        if (state != State.RUNNING || (statusText != null && now - statusNanos < minInterval.toNanos())) {
            return false;
        }
        statusNanos = now;
        statusText = text.length() > MAX_STATUS_LENGTH ? text.substring(0, MAX_STATUS_LENGTH) : text;
        return true;
    }
}
