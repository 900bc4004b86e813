package io.antflow.engine;

import io.antflow.pipeline.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Counters only rise, and an item raises them in the order of its way: a stage's arrival before its end there, its end
 * before the next stage's. Read in the opposite order, from the last stage to the first and in each the ends before the
 * arrivals, no end can be seen without its arrival. So what is live in a stage, arrived - ended, is never negative, and
 * since each stage's passed items are read once and used twice, as its ends and as the next one's arrivals, the sum
 * over all stages is exact: accepted = processed + failed + cancelled + live. No lock, no cost to the workers.
 *
 * Only putting failed items back runs against the stream; it excludes readers by a lock that workers never touch.
 */
/** Takes snapshots of a run. Thread-safe. */
final class SnapshotReader {

    private final Run run;
    private final List<StageRun> stages;
    private final EndedLog ended;
    private final EngineClock clock;
    private final AtomicLong version = new AtomicLong();
    private final Object putBack = new Object();

    SnapshotReader(Run run, List<StageRun> stages, EndedLog ended, EngineClock clock) {
        this.run = run;
        this.stages = stages;
        this.ended = ended;
        this.clock = clock;
    }

    /** Runs a change that would look like counters falling, while nobody reads them. */
    void exclude(Runnable change) {
        synchronized (putBack) {
            change.run();
        }
    }

    /** The counters of all stages, as one consistent reading. */
    private record Reading(List<StageRun.Ends> ends, List<Long> arrived, long total) {

        long processed() {
            return ends.getLast().passed()
                    + ends.stream().mapToLong(StageRun.Ends::filtered).sum();
        }

        long failed() {
            return ends.stream().mapToLong(StageRun.Ends::failed).sum();
        }

        /** What workers have brought to its end. */
        long worked() {
            return processed() + failed();
        }

        long cancelled() {
            return ends.stream().mapToLong(StageRun.Ends::cancelled).sum();
        }

        long inFlight() {
            return total - processed() - failed() - cancelled();
        }
    }

    private Reading readCounters() {
        List<StageRun.Ends> ends = new ArrayList<>();
        List<Long> injected = new ArrayList<>();
        for (StageRun stage : stages.reversed()) {
            ends.addFirst(stage.readEnds());
            injected.addFirst(stage.readInjected());
        }
        List<Long> arrived = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < stages.size(); i++) {
            total += injected.get(i);
            arrived.add(injected.get(i) + (i == 0 ? 0 : ends.get(i - 1).passed()));
        }
        return new Reading(ends, arrived, total);
    }

    /** How many items were processed or have failed. */
    long worked() {
        synchronized (putBack) {
            return readCounters().worked();
        }
    }

    RunSummary readSummary() {
        // Before the counters: what has ended by then is in them, so that no ended run shows items in flight.
        RunStatus status = run.status();
        boolean open = run.open();
        Double finishedAt = run.finishedAt();
        Reading reading;
        synchronized (putBack) {
            reading = readCounters();
        }
        return new RunSummary(
                run.id(),
                run.pipeline().name(),
                status,
                open,
                run.createdAt(),
                finishedAt,
                reading.total(),
                reading.processed(),
                reading.failed(),
                reading.cancelled(),
                reading.inFlight(),
                run.itemsPerSecond(reading.worked(), clock.nanoTime()));
    }

    DashboardSnapshot read() {
        long now = clock.nanoTime();
        RunStatus status = run.status();
        boolean open = run.open();
        long number;
        Reading reading;
        synchronized (putBack) {
            number = version.incrementAndGet();
            reading = readCounters();
        }
        Map<String, StageStats> stageStats = new LinkedHashMap<>();
        Map<String, Long> queueSizes = new LinkedHashMap<>();
        Map<String, WorkerState> workerStates = new LinkedHashMap<>();
        Map<String, WorkerMetrics> workerMetrics = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            StageRun stage = stages.get(i);
            Map<String, Worker.Moment> moments = stage.moments();
            StageStats stats =
                    stage.stats(reading.ends().get(i), reading.arrived().get(i), moments, now);
            stageStats.put(stage.name(), stats);
            queueSizes.put(stage.name(), stats.pendingItems());
            moments.forEach((name, moment) -> workerStates.put(name, moment.state()));
            for (Worker worker : stage.workers()) {
                workerMetrics.put(worker.name(), worker.metrics());
            }
        }
        PipelineStats pipelineStats = new PipelineStats(
                reading.processed(),
                reading.failed(),
                reading.cancelled(),
                reading.inFlight(),
                Collections.unmodifiableMap(queueSizes),
                Collections.unmodifiableMap(stageStats));
        return new DashboardSnapshot(
                run.id(),
                run.pipeline().name(),
                status,
                open,
                number,
                run.unixSeconds(now),
                reading.total(),
                run.elapsedSeconds(now),
                run.itemsPerSecond(reading.worked(), now),
                eta(status, pipelineStats),
                pipelineStats,
                Collections.unmodifiableMap(workerStates),
                Collections.unmodifiableMap(workerMetrics),
                errorSummary(reading, ended.recentFailures()));
    }

    /**
     * The slowest stage decides: for each, all that is in it or before it, at the rate at which items leave it. Null while a
     * stage with work ahead lets nothing through, and while the run is held.
     */
    private static @Nullable Double eta(RunStatus status, PipelineStats stats) {
        if (stats.itemsInFlight() == 0) {
            return 0.0;
        }
        if (status != RunStatus.RUNNING) {
            return null;
        }
        double seconds = 0;
        long ahead = 0;
        for (StageStats stage : stats.stageStats().values()) {
            ahead += stage.pendingItems() + stage.inProgressItems();
            if (ahead > 0) {
                if (stage.itemsPerSecond() <= 0) {
                    return null;
                }
                seconds = Math.max(seconds, ahead / stage.itemsPerSecond());
            }
        }
        return seconds;
    }

    /** What has failed by now, naming these failures. */
    ErrorSummary errorSummary(List<StatusEvent> failures) {
        Reading reading;
        synchronized (putBack) {
            reading = readCounters();
        }
        return errorSummary(reading, failures);
    }

    private ErrorSummary errorSummary(Reading reading, List<StatusEvent> failures) {
        Map<String, Long> byType = new HashMap<>();
        Map<String, Long> byStage = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            StageRun.Ends ends = reading.ends().get(i);
            ends.failures().forEach((type, count) -> byType.merge(type, count, Long::sum));
            if (ends.failed() > 0) {
                byStage.put(stages.get(i).name(), ends.failed());
            }
        }
        Map<String, Long> mostFrequentFirst = new LinkedHashMap<>();
        byType.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> mostFrequentFirst.put(entry.getKey(), entry.getValue()));
        return new ErrorSummary(
                reading.failed(),
                Collections.unmodifiableMap(mostFrequentFirst),
                Collections.unmodifiableMap(byStage),
                failures.stream()
                        .filter(event -> event.item().latest() == event)
                        .map(SnapshotReader::failedItem)
                        .toList());
    }

    private static FailedItem failedItem(StatusEvent event) {
        Failure failure = event.failure();
        return new FailedItem(
                event.itemId(),
                failure == null ? "" : failure.message(),
                failure == null ? "" : failure.type(),
                event.stage(),
                event.attempt(),
                event.timestamp());
    }
}
