package io.antflow.engine;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Skipped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item's change of status. Each knows the one before it, so that the newest is the item's status and its history at
 * once, and no second record can disagree.
 */
public final class StatusEvent implements RunEvent {

    private final RunItem item;
    private final StageRun stageRun;
    private final ItemStatus status;
    private final @Nullable Worker by;
    private final long nanos;
    private final int attempt;

    /** A {@link Failure} or {@link Skipped}: never both, and mostly neither. */
    private final @Nullable Object reason;

    private volatile @Nullable StatusEvent previous;

    StatusEvent(
            RunItem item,
            StageRun stageRun,
            ItemStatus status,
            @Nullable Worker by,
            long nanos,
            int attempt,
            @Nullable Object reason,
            @Nullable StatusEvent previous) {
        this.item = item;
        this.stageRun = stageRun;
        this.status = status;
        this.by = by;
        this.nanos = nanos;
        this.attempt = attempt;
        this.reason = reason;
        this.previous = previous;
    }

    @Override
    public Object itemId() {
        return item.id();
    }

    /** The item's place in feed order, from 0. */
    public long sequenceId() {
        return item.sequence();
    }

    @Override
    public String stage() {
        return stageRun.name();
    }

    @Override
    public int stageIndex() {
        return stageRun.index();
    }

    /** What the item has become. */
    public ItemStatus status() {
        return status;
    }

    @Override
    public @Nullable String worker() {
        return by == null ? null : by.name();
    }

    @Override
    public double timestamp() {
        return stageRun.unixSeconds(nanos);
    }

    /** The attempt in work, made last or, when retrying, waited for, in this stage; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Why the attempt failed; null unless the item has failed or is retrying. */
    public @Nullable Failure failure() {
        return reason instanceof Failure failure ? failure : null;
    }

    /** Why a task ended the item here as skipped; null when none did. */
    public @Nullable Skipped skipped() {
        return reason instanceof Skipped skipped ? skipped : null;
    }

    /** The item's status before; null when this is the first, or it is no longer kept. */
    public @Nullable StatusEvent previous() {
        return previous;
    }

    @Nullable
    Worker by() {
        return by;
    }

    /** Nanoseconds since the item's status before; 0 when there is none. */
    public long nanosSincePrevious() {
        StatusEvent before = previous;
        return before == null ? 0 : nanos - before.nanos;
    }

    /**
     * What else there is to say, as the contract has it: for a failed or retrying item {@code attempt}, {@code error} and
     * {@code error_type}; for one that a task ended as skipped {@code reason}; otherwise empty.
     */
    public Map<String, Object> metadata() {
        return switch (reason) {
            case Failure failure -> {
                Map<String, Object> metadata = new LinkedHashMap<>();
                metadata.put("attempt", attempt);
                metadata.put("error", failure.message());
                metadata.put("error_type", failure.type());
                yield metadata;
            }
            case Skipped skipped -> Map.of("reason", skipped.reason());
            case null, default -> Map.of();
        };
    }

    RunItem item() {
        return item;
    }

    StageRun stageRun() {
        return stageRun;
    }

    long nanos() {
        return nanos;
    }

    /** Lets go of what was before. */
    void forgetPrevious() {
        previous = null;
    }
}
