package io.antflow.engine;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Retry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item in a run. It is in one place at a time: in a queue, waiting there for its next attempt, in a worker's hands, or
 * at its end. Who has it may change it without a lock: it is handed on under the queue's lock.
 */
final class RunItem {

    /** The most changes of status that are kept of one item: one that is tried for ever must not grow for ever. */
    private static final int MAX_HISTORY = 200;

    private final @Nullable Object givenId;
    private final long sequence;
    private final Map<String, @Nullable Object> metadata;
    private final int priority;
    private final long acceptedNanos;

    /** Input of the next task; after the last stage, the result. */
    private @Nullable Object value;

    /** The value at stage entry, which an attempt of the whole stage starts with. */
    private @Nullable Object stageInput;

    /** Where the next attempt goes on. */
    private int nextTask;

    /** Attempts made so far: of the next task under per_task, of the stage under per_stage. */
    private int attempts;

    private volatile StageRun stage;
    private volatile @Nullable StatusEvent latest;
    private volatile boolean cancelRequested;
    private int historyLength;
    private volatile long @Nullable [] packedHistory;

    /** The rest belongs to the queue that the item is in, and is guarded by its lock. */
    @Nullable
    RunItem previousInBucket;

    @Nullable
    RunItem nextInBucket;

    @Nullable
    RunItem older;

    @Nullable
    RunItem younger;

    QueuePlace place = QueuePlace.NONE;
    long queuedNanos;

    /** Who waits for room for this item; null: nobody does. Read without the lock by that thread. */
    volatile @Nullable Thread producer;

    EngineClock.@Nullable Timer timer;

    /** Where in a queue an item is. */
    enum QueuePlace {
        /** In no queue. */
        NONE,
        /** In it, within its capacity. */
        ADMITTED,
        /** In it, and whoever brought it waits for room. */
        WAITING_FOR_ROOM,
        /** In it, and counts against no capacity. */
        EXEMPT,
        /** In it for another attempt, at its place by sequence number; counts against no capacity. */
        RETURNED,
        /** Waits for the time of its next attempt. */
        DELAYED
    }

    RunItem(Item item, long sequence, StageRun stage, long acceptedNanos) {
        this.givenId = item.id();
        this.sequence = sequence;
        this.metadata = item.metadata();
        this.priority = item.priority();
        this.value = item.value();
        this.stageInput = item.value();
        this.stage = stage;
        this.acceptedNanos = acceptedNanos;
    }

    static Object idOf(Item item, long sequence) {
        Object given = item.id();
        return given == null ? (Object) sequence : given;
    }

    Object id() {
        Object given = givenId;
        return given == null ? (Object) sequence : given;
    }

    long sequence() {
        return sequence;
    }

    Map<String, @Nullable Object> metadata() {
        return metadata;
    }

    int priority() {
        return priority;
    }

    long acceptedNanos() {
        return acceptedNanos;
    }

    @Nullable
    Object value() {
        return value;
    }

    int nextTask() {
        return nextTask;
    }

    int attempts() {
        return attempts;
    }

    StageRun stage() {
        return stage;
    }

    /** Its newest status; null only while it is being accepted. */
    @Nullable
    StatusEvent latest() {
        return latest;
    }

    @Nullable
    ItemStatus status() {
        StatusEvent event = latest;
        return event == null ? null : event.status();
    }

    /**
     * The one place where an item changes its status.
     *
     * @param reason a {@link io.antflow.pipeline.Failure} or {@link io.antflow.pipeline.Skipped}, if there is one
     */
    StatusEvent become(ItemStatus status, @Nullable Worker by, long nanos, int attempt, @Nullable Object reason) {
        StatusEvent event = new StatusEvent(this, stage, status, by, nanos, attempt, reason, latest);
        latest = event;
        if (++historyLength > MAX_HISTORY) {
            forgetOlderHalf(event);
        }
        return event;
    }

    /** Comes to a stage, with the value that the stage before made of it. */
    void enter(StageRun next) {
        stage = next;
        stageInput = value;
        nextTask = 0;
        attempts = 0;
    }

    /** Another attempt begins. */
    void countAttempt() {
        attempts++;
    }

    /** A task has succeeded. Under per_task the next one has all its attempts yet; under per_stage they are the stage's. */
    void advance(@Nullable Object output, boolean attemptsArePerTask) {
        value = output;
        nextTask++;
        if (attemptsArePerTask) {
            attempts = 0;
        }
    }

    /** The next attempt starts the stage all over. */
    void backToStageEntry() {
        value = stageInput;
        nextTask = 0;
    }

    private void forgetOlderHalf(StatusEvent newest) {
        historyLength = MAX_HISTORY / 2;
        StatusEvent event = newest;
        for (int i = 1; i < historyLength && event != null; i++) {
            event = event.previous();
        }
        if (event != null) {
            event.forgetPrevious();
        }
    }

    /** Keeps what happened before its end in less room. */
    void packHistory(StatusEvent end) {
        long[] packed = PackedHistory.pack(end, acceptedNanos);
        if (packed != null) {
            packedHistory = packed;
            end.forgetPrevious();
        }
    }

    /** What was before the newest status, if that itself no longer knows. */
    @Nullable
    StatusEvent packedBefore() {
        long[] packed = packedHistory;
        return packed == null ? null : PackedHistory.unpack(packed, this);
    }

    /** Its end is taken back: it has all its attempts again, and no wish to be cancelled. */
    void putBack(Retry.Scope scope) {
        if (scope == Retry.Scope.PER_STAGE) {
            backToStageEntry();
        }
        attempts = 0;
        cancelRequested = false;
    }

    boolean cancelRequested() {
        return cancelRequested;
    }

    void requestCancel() {
        cancelRequested = true;
    }

    boolean ended() {
        StatusEvent event = latest;
        return event != null && isEnd(event);
    }

    static boolean isEnd(StatusEvent event) {
        return switch (event.status()) {
            case FAILED, CANCELLED -> true;
            case COMPLETED -> event.stageRun().next() == null;
            case SKIPPED -> event.stageRun().next() == null || event.skipped() != null;
            case QUEUED, IN_PROGRESS, RETRYING -> false;
        };
    }

    ItemView view(StatusEvent event) {
        return new ItemView(
                id(),
                sequence,
                event.status(),
                event.stage(),
                isEnd(event),
                event.worker(),
                event.attempt(),
                priority,
                event.timestamp());
    }

    /** The end that this event was. */
    Result result(StatusEvent end) {
        return new Result(id(), value, sequence, metadata, end.failure(), end.skipped());
    }
}
