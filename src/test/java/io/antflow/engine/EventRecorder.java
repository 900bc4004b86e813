package io.antflow.engine;

import io.antflow.pipeline.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Notes all that is told of all runs, and writes it as lines that a test can compare. */
final class EventRecorder implements RunObserver {

    private final Map<String, Record> records = new ConcurrentHashMap<>();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @Override
    public RunListener observe(Run run) {
        return records.computeIfAbsent(run.id(), id -> new Record());
    }

    Record of(Run run) {
        return Objects.requireNonNull(records.get(run.id()), "the run was observed");
    }

    /** What happened to the runs as such: started, ended, forgotten. */
    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    final class Record implements RunListener {

        private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
        private final List<StatusEvent> ends = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> endDurations = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onStarted() {
            log.add("started");
        }

        @Override
        public void onStatus(StatusEvent event) {
            events.add(event);
        }

        @Override
        public void onTask(TaskEvent event) {
            events.add(event);
        }

        @Override
        public void onItemEnded(StatusEvent event, long durationNanos) {
            ends.add(event);
            endDurations.add(durationNanos);
        }

        @Override
        public void onEnded() {
            log.add("ended");
        }

        @Override
        public void onForgotten() {
            log.add("forgotten");
        }

        List<RunEvent> events() {
            synchronized (events) {
                return List.copyOf(events);
            }
        }

        /** The last status of each item, in completion order. */
        List<StatusEvent> ends() {
            synchronized (ends) {
                return List.copyOf(ends);
            }
        }

        List<Long> endDurations() {
            synchronized (endDurations) {
                return List.copyOf(endDurations);
            }
        }

        List<StatusEvent> statusEvents(Object itemId) {
            return events().stream()
                    .filter(StatusEvent.class::isInstance)
                    .map(StatusEvent.class::cast)
                    .filter(event -> event.itemId().equals(itemId))
                    .toList();
        }

        List<TaskEvent> taskEvents(Object itemId) {
            return taskEvents().stream()
                    .filter(event -> event.itemId().equals(itemId))
                    .toList();
        }

        List<TaskEvent> taskEvents() {
            return events().stream()
                    .filter(TaskEvent.class::isInstance)
                    .map(TaskEvent.class::cast)
                    .toList();
        }

        /** Such as {@code queued@A}, {@code in_progress@A by A-W0}, {@code retrying@A by A-W0 2 java.io.IOException: gone}. */
        List<String> statuses(Object itemId) {
            return statusEvents(itemId).stream().map(EventRecorder::line).toList();
        }

        /** Such as {@code start fetch 1}, {@code retry fetch 1 java.io.IOException}. */
        List<String> tasks(Object itemId) {
            return taskEvents(itemId).stream().map(EventRecorder::line).toList();
        }

        /** Both, in the order they were told. */
        List<String> all(Object itemId) {
            return events().stream()
                    .filter(event -> event.itemId().equals(itemId))
                    .map(event -> switch (event) {
                        case StatusEvent status -> line(status);
                        case TaskEvent task -> line(task);
                    })
                    .toList();
        }
    }

    static String line(StatusEvent event) {
        String worker = event.worker();
        Failure failure = event.failure();
        return event.status().name().toLowerCase(java.util.Locale.ROOT) + "@" + event.stage()
                + (worker == null ? "" : " by " + worker)
                + (failure == null ? "" : " %d %s: %s".formatted(event.attempt(), failure.type(), failure.message()));
    }

    static String line(TaskEvent event) {
        Throwable error = event.error();
        return event.type().name().toLowerCase(java.util.Locale.ROOT) + " " + event.task() + " " + event.attempt()
                + (error == null ? "" : " " + error.getClass().getName());
    }
}
