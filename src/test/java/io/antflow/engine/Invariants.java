package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold of every snapshot and of every item's history, whatever happens to a run. */
final class Invariants {

    private Invariants() {}

    /** Items are conserved exactly, nothing is negative, and all figures agree with each other. */
    static void assertConsistent(DashboardSnapshot snapshot) {
        PipelineStats stats = snapshot.pipelineStats();
        assertThat(stats.itemsProcessed() + stats.itemsFailed() + stats.itemsCancelled() + stats.itemsInFlight())
                .as("conservation of the run in %s", snapshot)
                .isEqualTo(snapshot.totalItems());
        assertThat(List.of(stats.itemsProcessed(), stats.itemsFailed(), stats.itemsCancelled(), stats.itemsInFlight()))
                .as("no negative figure in %s", snapshot)
                .allMatch(figure -> figure >= 0);
        long injected = 0;
        long failed = 0;
        long cancelled = 0;
        long inFlight = 0;
        long filtered = 0;
        long passedBefore = 0;
        for (StageStats stage : stats.stageStats().values()) {
            assertConsistent(stage, snapshot);
            assertThat(stage.arrivedItems())
                    .as("what the stage before passed on arrived, in %s", snapshot)
                    .isGreaterThanOrEqualTo(passedBefore);
            injected += stage.arrivedItems() - passedBefore;
            passedBefore = stage.completedItems() - stage.filteredItems();
            filtered += stage.filteredItems();
            failed += stage.failedItems();
            cancelled += stage.cancelledItems();
            inFlight += stage.pendingItems() + stage.inProgressItems();
            assertThat(stats.queueSizes().get(stage.stageName())).isEqualTo(stage.pendingItems());
        }
        assertThat(injected).as("all that came in, in %s", snapshot).isEqualTo(snapshot.totalItems());
        assertThat(passedBefore + filtered).as("processed, in %s", snapshot).isEqualTo(stats.itemsProcessed());
        assertThat(failed).as("failed, in %s", snapshot).isEqualTo(stats.itemsFailed());
        assertThat(cancelled).as("cancelled, in %s", snapshot).isEqualTo(stats.itemsCancelled());
        assertThat(inFlight).as("in flight, in %s", snapshot).isEqualTo(stats.itemsInFlight());
        assertConsistent(snapshot.errorSummary(), snapshot);
    }

    private static void assertConsistent(StageStats stage, DashboardSnapshot snapshot) {
        assertThat(stage.pendingItems()
                        + stage.inProgressItems()
                        + stage.completedItems()
                        + stage.failedItems()
                        + stage.cancelledItems())
                .as("conservation of %s in %s", stage.stageName(), snapshot)
                .isEqualTo(stage.arrivedItems());
        assertThat(List.of(
                        stage.pendingItems(),
                        stage.inProgressItems(),
                        stage.completedItems(),
                        stage.failedItems(),
                        stage.cancelledItems(),
                        stage.skippedItems(),
                        stage.filteredItems(),
                        stage.completedItems() - stage.filteredItems(),
                        stage.retryingItems(),
                        stage.retries(),
                        (long) stage.blockedWorkers()))
                .as("no negative figure of %s in %s", stage.stageName(), snapshot)
                .allMatch(figure -> figure >= 0);
        assertThat(stage.retryingItems()).isLessThanOrEqualTo(stage.pendingItems());
        assertThat(stage.skippedItems()).isLessThanOrEqualTo(stage.completedItems());
        assertThat(stage.itemsPerSecond()).isNotNegative().isFinite();
        assertThat(stage.oldestPendingSeconds()).isNotNegative().isFinite();
        assertThat(stage.oldestInProgressSeconds()).isNotNegative().isFinite();
    }

    private static void assertConsistent(ErrorSummary errors, DashboardSnapshot snapshot) {
        long failed = snapshot.pipelineStats().itemsFailed();
        assertThat(errors.totalFailed()).isEqualTo(failed);
        assertThat(sum(errors.errorsByType())).as("by type, in %s", snapshot).isEqualTo(failed);
        assertThat(sum(errors.errorsByStage())).as("by stage, in %s", snapshot).isEqualTo(failed);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A later snapshot has a higher version, and nothing that only rises has fallen. */
    static void assertFollows(DashboardSnapshot later, DashboardSnapshot earlier) {
        assertThat(later.version()).as("version").isGreaterThan(earlier.version());
        assertThat(later.totalItems()).as("total").isGreaterThanOrEqualTo(earlier.totalItems());
        later.pipelineStats().stageStats().forEach((name, stage) -> {
            StageStats before = Look.stage(earlier, name);
            assertThat(stage.arrivedItems()).as("arrived").isGreaterThanOrEqualTo(before.arrivedItems());
            assertThat(stage.completedItems()).as("completed").isGreaterThanOrEqualTo(before.completedItems());
            assertThat(stage.cancelledItems()).as("cancelled").isGreaterThanOrEqualTo(before.cancelledItems());
            assertThat(stage.retries()).as("retries").isGreaterThanOrEqualTo(before.retries());
        });
    }

    /** The history is a path of the state machine, from being queued to exactly one end. */
    static void assertIsALife(List<StatusEvent> history, Pipeline pipeline) {
        StatusEvent before = null;
        for (StatusEvent event : history) {
            assertThat(mayFollow(event, before, pipeline))
                    .as("%s after %s in %s", event.status(), before == null ? null : before.status(), lines(history))
                    .isTrue();
            if (before != null) {
                assertThat(event.timestamp())
                        .as("time in %s", lines(history))
                        .isGreaterThanOrEqualTo(before.timestamp());
            }
            before = event;
        }
        assertThat(history).as("a history is not empty").isNotEmpty();
        assertThat(isEnd(history.getLast(), pipeline))
                .as("the end of %s", lines(history))
                .isTrue();
    }

    private static List<String> lines(List<StatusEvent> history) {
        return history.stream().map(EventRecorder::line).toList();
    }

    private static boolean mayFollow(StatusEvent event, @Nullable StatusEvent before, Pipeline pipeline) {
        if (before == null) {
            return event.status() == ItemStatus.QUEUED;
        }
        int step = event.stageIndex() - before.stageIndex();
        return switch (before.status()) {
            case QUEUED ->
                step == 0
                        && switch (event.status()) {
                            case IN_PROGRESS, SKIPPED, CANCELLED -> true;
                            case FAILED -> event.attempt() == 0; // skip_if threw
                            case QUEUED, COMPLETED, RETRYING -> false;
                        };
            case IN_PROGRESS ->
                step == 0
                        && switch (event.status()) {
                            case COMPLETED, FAILED, RETRYING, CANCELLED -> true;
                            case SKIPPED -> event.skipped() != null;
                            case QUEUED, IN_PROGRESS -> false;
                        };
            case RETRYING ->
                step == 0 && (event.status() == ItemStatus.IN_PROGRESS || event.status() == ItemStatus.CANCELLED);
            case COMPLETED, SKIPPED -> before.skipped() == null && step == 1 && event.status() == ItemStatus.QUEUED;
            case FAILED -> step == 0 && event.status() == ItemStatus.QUEUED; // put back
            case CANCELLED -> false;
        };
    }

    static boolean isEnd(StatusEvent event, Pipeline pipeline) {
        return switch (event.status()) {
            case FAILED, CANCELLED -> true;
            case COMPLETED, SKIPPED ->
                event.skipped() != null
                        || event.stageIndex() == pipeline.stages().size() - 1;
            case QUEUED, IN_PROGRESS, RETRYING -> false;
        };
    }

    /** How often the item came to an end: once, and once more each time it was put back. */
    static long ends(List<StatusEvent> history, Pipeline pipeline) {
        return history.stream().filter(event -> isEnd(event, pipeline)).count();
    }

    /** No task and no stage is tried more often than its policy says, and attempts are numbered from 1 without gaps. */
    static void assertWithinPolicy(List<RunEvent> events, Pipeline pipeline) {
        Map<String, Integer> starts = new HashMap<>();
        for (RunEvent event : events) {
            Stage stage = pipeline.stages().get(event.stageIndex());
            switch (event) {
                case StatusEvent status -> {
                    if (status.status() == ItemStatus.QUEUED) {
                        starts.clear();
                    }
                }
                case TaskEvent task -> {
                    if (task.type() == TaskEvent.Type.START) {
                        int number = starts.merge(task.task(), 1, Integer::sum);
                        assertThat(task.attempt())
                                .as("attempt of %s", task.task())
                                .isBetween(1, stage.retry().attempts());
                        if (stage.retry().scope() == Retry.Scope.PER_TASK) {
                            assertThat(task.attempt()).isEqualTo(number);
                        } else {
                            assertThat(number).isLessThanOrEqualTo(stage.retry().stageAttempts());
                        }
                    }
                }
            }
        }
    }
}
