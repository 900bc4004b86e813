package io.antflow.dashboard;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.FailedItem;
import io.antflow.engine.PipelineStats;
import io.antflow.engine.RunStatus;
import io.antflow.engine.StageStats;
import io.antflow.engine.WorkerMetrics;
import io.antflow.engine.WorkerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes snapshots; what follows from other figures (totals, what arrived) is not to be said. */
public final class TestSnapshot {

    private static final double NOW = 1_800_000_000;

    /** The figures of a stage. */
    public static final class StageFigures {
        public long pending;
        public long inWork;
        public long completed;
        public long failed;
        public long cancelled;
        public long skipped;
        public long filtered;
        public long retrying;
        public int workers = 2;
        public int blocked;
        public int capacity = 20;
        public boolean paused;
        public double rate;
        public double oldest;

        StageStats stats(String name) {
            return new StageStats(
                    name,
                    pending + inWork + completed + failed + cancelled,
                    pending,
                    inWork,
                    completed,
                    failed,
                    cancelled,
                    skipped,
                    filtered,
                    retrying,
                    0,
                    workers,
                    blocked,
                    capacity,
                    paused,
                    rate,
                    oldest,
                    0);
        }
    }

    private final String pipeline;
    private final Map<String, StageStats> stages = new LinkedHashMap<>();
    private final Map<String, WorkerState> states = new LinkedHashMap<>();
    private final Map<String, WorkerMetrics> metrics = new LinkedHashMap<>();
    private final Map<String, Long> errors = new LinkedHashMap<>();
    private final List<FailedItem> failures = new ArrayList<>();
    private RunStatus status = RunStatus.RUNNING;
    private boolean open;
    private double elapsed;
    private double rate;
    private @Nullable Double eta;

    public TestSnapshot(String pipeline) {
        this.pipeline = pipeline;
    }

    public TestSnapshot status(RunStatus newStatus) {
        status = newStatus;
        return this;
    }

    /** Seconds since the start, and to go. */
    public TestSnapshot time(double seconds, @Nullable Double toGo) {
        elapsed = seconds;
        eta = toGo;
        return this;
    }

    /** Takes more items. */
    public TestSnapshot open() {
        open = true;
        return this;
    }

    /** Items a second. */
    public TestSnapshot rate(double itemsPerSecond) {
        rate = itemsPerSecond;
        return this;
    }

    public TestSnapshot stage(String name, Consumer<StageFigures> figures) {
        StageFigures made = new StageFigures();
        figures.accept(made);
        stages.put(name, made.stats(name));
        return this;
    }

    public TestSnapshot idle(String name, String stage, long done, long failed) {
        return worker(name, stage, WorkerState.Status.IDLE, null, null, null, done, failed);
    }

    public TestSnapshot busy(
            String name, String stage, Object item, String task, double seconds, long done, long failed) {
        return worker(name, stage, WorkerState.Status.BUSY, item, task, NOW - seconds, done, failed);
    }

    public TestSnapshot blocked(String name, String stage, Object item, double seconds, long done) {
        return worker(name, stage, WorkerState.Status.BLOCKED, item, null, NOW - seconds, done, 0);
    }

    private TestSnapshot worker(
            String name,
            String stage,
            WorkerState.Status workerStatus,
            @Nullable Object item,
            @Nullable String task,
            @Nullable Double since,
            long done,
            long failed) {
        states.put(name, new WorkerState(name, stage, workerStatus, item, task, since));
        double total = 0.1 * (done + failed);
        metrics.put(name, new WorkerMetrics(name, stage, done, failed, total, done + failed == 0 ? 0 : 0.1, NOW));
        return this;
    }

    public TestSnapshot errors(String type, long count) {
        errors.put(type, count);
        return this;
    }

    public TestSnapshot failure(Object item, String error, String type, String stage, int attempts, double ago) {
        failures.add(new FailedItem(item, error, type, stage, attempts, NOW - ago));
        return this;
    }

    public DashboardSnapshot build() {
        long processed = 0;
        long failed = 0;
        long cancelled = 0;
        long live = 0;
        Map<String, Long> queues = new LinkedHashMap<>();
        Map<String, Long> failedByStage = new LinkedHashMap<>();
        for (StageStats stage : stages.values()) {
            processed = stage.completedItems();
            failed += stage.failedItems();
            cancelled += stage.cancelledItems();
            live += stage.pendingItems() + stage.inProgressItems();
            queues.put(stage.stageName(), stage.pendingItems());
            if (stage.failedItems() > 0) {
                failedByStage.put(stage.stageName(), stage.failedItems());
            }
        }
        return new DashboardSnapshot(
                "01M85NDCD0WJDGCKAAMGDJ07T3",
                pipeline,
                status,
                open,
                1,
                NOW,
                processed + failed + cancelled + live,
                elapsed,
                rate,
                eta,
                new PipelineStats(processed, failed, cancelled, live, queues, stages),
                states,
                metrics,
                new ErrorSummary(failed, errors, failedByStage, failures));
    }
}
