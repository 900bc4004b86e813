package io.antflow.tracking;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ItemPage;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.ItemView;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.antflow.engine.StageStats;
import io.antflow.engine.StatusEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Follows the items of all runs of the engine that it observes. Thread-safe.
 *
 * <p>It keeps nothing but the newest events of each run; statuses, counts and histories are the run's own, so they can't
 * disagree with its snapshots.
 */
public final class StatusTracker implements RunObserver {

    private static final int PAGE_SIZE = 1000;

    private final int eventsKept;
    private final Supplier<List<TrackingListener>> listeners;
    private final ConcurrentHashMap<Run, EventLog> logs = new ConcurrentHashMap<>();

    /**
     * A tracker without listeners of its own.
     *
     * @param eventsKept how many events of each run can be read at least; at least 1
     */
    public StatusTracker(int eventsKept) {
        this(eventsKept, List::of);
    }

    /**
     * A tracker that tells listeners about every run.
     *
     * @param eventsKept how many events of each run can be read at least; at least 1
     * @param listeners asked with each new run for those to tell
     */
    public StatusTracker(int eventsKept, Supplier<List<TrackingListener>> listeners) {
        if (eventsKept < 1) {
            throw new IllegalArgumentException("eventsKept is at least 1, not " + eventsKept);
        }
        this.eventsKept = eventsKept;
        this.listeners = listeners;
    }

    /** For the engine: a new run's event log. */
    @Override
    public RunListener observe(Run run) {
        EventLog log = new EventLog(eventsKept, () -> logs.remove(run));
        logs.put(run, log);
        listeners.get().forEach(listener -> listen(run, listener));
        return log;
    }

    /** The run's event log. That of a run that the engine has dropped, or never told of, is empty and has ended. */
    public EventLog events(Run run) {
        EventLog log = logs.get(run);
        return log == null ? ended() : log;
    }

    private static EventLog ended() {
        EventLog none = new EventLog(1);
        none.onForgotten();
        return none;
    }

    /**
     * Tells a listener what happens in the run, from its first event that is still kept on, until the engine drops the run
     * or the subscription is closed. Any number of listeners may follow a run, each at its own pace.
     */
    public Subscription listen(Run run, TrackingListener listener) {
        return new Subscription(run, events(run), listener).start();
    }

    /**
     * The current status of an item; empty when the run has no such item.
     *
     * @param itemId as it was given; {@code "17"} finds 17
     */
    public Optional<ItemStatus> status(Run run, Object itemId) {
        return run.item(itemId).map(ItemView::status);
    }

    /** The items that have that status now, in feed order. Takes time and memory by the number of items. */
    public List<ItemView> byStatus(Run run, ItemStatus status) {
        List<ItemView> items = new ArrayList<>();
        Long from = 0L;
        while (from != null) {
            ItemPage page = run.items(status, null, from, PAGE_SIZE);
            items.addAll(page.items());
            from = page.next();
        }
        return items;
    }

    /**
     * How many items have each status now; every status is there, in the order of {@link ItemStatus}. The counts add up to
     * the items accepted so far. An item that is through one stage counts as queued at the next.
     */
    public Map<ItemStatus, Long> counts(Run run) {
        return counts(run.snapshot());
    }

    static Map<ItemStatus, Long> counts(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        long pending = 0;
        long retrying = 0;
        long inProgress = 0;
        long skippedLast = 0;
        long filteredBefore = 0;
        long filtered = 0;
        for (StageStats stage : stats.stageStats().values()) {
            pending += stage.pendingItems();
            retrying += Math.min(stage.retryingItems(), stage.pendingItems());
            inProgress += stage.inProgressItems();
            skippedLast = Math.min(stage.skippedItems(), stage.completedItems());
            filteredBefore = filtered;
            filtered += stage.filteredItems();
        }
        long skipped = skippedLast + filteredBefore;
        Map<ItemStatus, Long> counts = new EnumMap<>(ItemStatus.class);
        counts.put(ItemStatus.QUEUED, pending - retrying);
        counts.put(ItemStatus.IN_PROGRESS, inProgress);
        counts.put(ItemStatus.COMPLETED, stats.itemsProcessed() - skipped);
        counts.put(ItemStatus.FAILED, stats.itemsFailed());
        counts.put(ItemStatus.RETRYING, retrying);
        counts.put(ItemStatus.SKIPPED, skipped);
        counts.put(ItemStatus.CANCELLED, stats.itemsCancelled());
        return counts;
    }

    /** What has happened to an item, oldest first; empty when the run has no such item. */
    public List<StatusEvent> history(Run run, Object itemId) {
        return run.history(itemId);
    }
}
