package io.antflow.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand items through three stages, and every account of what became of them is the same. */
class EndToEndIT {

    private static final int ITEMS = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void everyAccountOfTheRunIsTheSame() throws Exception {
        try (Service service =
                Service.start(directory.resolve("data"), "antflow.demo=true", "antflow.engine.events-kept=262144")) {
            String run = Users.openRun(service);

            List<Frame> snapshots;
            List<Frame> events;
            try (EventStream snapshotStream = service.follow(run + "/snapshots?interval=0.1");
                    EventStream firstHalf = service.follow(run + "/events")) {
                Users.feed(service, run, Users.mixed(directory, ITEMS));
                firstHalf.awaitCount(20_000, LIMIT);
                firstHalf.cut();
                Users.close(service, run);
                events = resumed(service, run, firstHalf.frames());
                snapshots = snapshotStream.awaitEnd(LIMIT);
            }

            int failing = Users.failing(ITEMS);
            Totals expected = new Totals(ITEMS, ITEMS - failing, failing);
            assertThat(ofSnapshots(snapshots)).as("snapshots").isEqualTo(expected);
            assertThat(ofEvents(events)).as("events").isEqualTo(expected);
            assertThat(ofResults(service, run)).as("results").isEqualTo(expected);
            assertThat(ofErrors(service, run))
                    .as("failed, by the error summary")
                    .isEqualTo(expected.failed());
            assertThat(ofMetrics(service)).as("metrics").isEqualTo(expected);
            assertThat(ofRun(service, run)).as("the run").isEqualTo(expected);
            assertThat(savedBy(run)).as("lines that the last stage wrote").isEqualTo(expected.processed());
            assertThat(service.complaints()).isEmpty();
        }
    }

    private long savedBy(String run) throws IOException {
        Path file = directory.resolve("data").resolve("users-" + run.substring(run.lastIndexOf('/') + 1) + ".ndjson");
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    /** What an account says. */
    private record Totals(long total, long processed, long failed) {}

    /** Goes on where the cut was; each event once, in order, and none lost. */
    private static List<Frame> resumed(Service service, String run, List<Frame> firstPart) throws Exception {
        String lastId = firstPart.reversed().stream()
                .map(Frame::id)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseThrow();
        List<Frame> events = new ArrayList<>(firstPart);
        try (EventStream secondHalf = service.follow(run + "/events", "-H", "Last-Event-ID: " + lastId)) {
            events.addAll(secondHalf.awaitEnd(LIMIT));
        }
        assertThat(events.getLast().event()).isEqualTo("finish");
        List<Frame> logged = events.stream()
                .filter(frame -> frame.is("status") || frame.is("task"))
                .toList();
        long first = logged.getFirst().sequence();
        assertThat(logged.stream().map(Frame::sequence))
                .as("sequence numbers without a hole, across the cut")
                .containsExactlyElementsOf(
                        LongStream.range(first, first + logged.size()).boxed().toList());
        assertThat(events).noneMatch(frame -> frame.is("gap"));
        assertThat(logged.stream().map(Frame::epoch).distinct()).hasSize(1);
        return events;
    }

    private static Totals ofSnapshots(List<Frame> frames) {
        assertThat(frames.getFirst().event()).isEqualTo("start");
        assertThat(frames.getLast().event()).isEqualTo("finish");
        List<JsonNode> snapshots = frames.stream()
                .filter(frame -> frame.is("snapshot"))
                .map(Frame::data)
                .toList();
        assertThat(snapshots).hasSizeGreaterThan(3);
        snapshots.forEach(Conservation::check);
        assertThat(snapshots.stream().map(snapshot -> snapshot.path("version").asLong()))
                .as("versions only rise")
                .isSorted();
        JsonNode last = snapshots.getLast();
        JsonNode stats = last.path("pipeline_stats");
        assertThat(stats.path("items_in_flight").asLong()).isZero();
        JsonNode finish = frames.getLast().data();
        assertThat(finish.path("failed").asLong())
                .isEqualTo(stats.path("items_failed").asLong());
        assertThat(finish.path("results").asLong())
                .isEqualTo(stats.path("items_processed").asLong());
        return new Totals(
                last.path("total_items").asLong(),
                stats.path("items_processed").asLong(),
                stats.path("items_failed").asLong());
    }

    /** Follows every item by its status events alone. */
    private static Totals ofEvents(List<Frame> frames) {
        Map<String, JsonNode> last = new HashMap<>();
        Set<String> queuedFirst = new HashSet<>();
        for (Frame frame : frames) {
            if (frame.is("status")) {
                JsonNode event = frame.data();
                String id = event.path("item_id").asText();
                if (last.put(id, event) == null && event.path("status").asText().equals("queued")) {
                    queuedFirst.add(id);
                }
            }
        }
        assertThat(queuedFirst).as("every item's first status is queued").hasSameSizeAs(last.keySet());
        Map<String, Long> ends = last.values().stream()
                .collect(groupingBy(event -> event.path("status").asText(), counting()));
        long processed = last.values().stream()
                .filter(event -> event.path("status").asText().equals("completed")
                        && event.path("stage").asText().equals(Users.LAST_STAGE))
                .count();
        assertThat(ends.keySet()).isSubsetOf("completed", "failed");
        return new Totals(last.size(), processed, ends.getOrDefault("failed", 0L));
    }

    private static Totals ofResults(Service service, String run) throws Exception {
        List<JsonNode> byLine = service.curl(run + "/results", "-H", "Accept: application/x-ndjson")
                .lines();
        JsonNode inOrder = service.curl(run + "/results?order=input", "-H", "Accept: application/json")
                .json();
        assertThat(inOrder.findValuesAsText("sequence_id").stream().map(Long::valueOf))
                .as("input order")
                .isSorted();
        assertThat(byLine.stream().map(result -> result.path("id").asText()).collect(toSet()))
                .as("the same results, as lines and as an array")
                .hasSize(byLine.size())
                .isEqualTo(ids(inOrder));
        long failed = byLine.stream().filter(result -> result.has("error")).count();
        return new Totals(byLine.size(), byLine.size() - failed, failed);
    }

    private static Set<String> ids(JsonNode results) {
        Set<String> ids = new HashSet<>();
        results.forEach(result -> ids.add(result.path("id").asText()));
        return ids;
    }

    private static long ofErrors(Service service, String run) throws Exception {
        JsonNode errors = service.curl(run + "/errors").json();
        long total = errors.path("total_failed").asLong();
        assertThat(errors.path("failed_items")).hasSize((int) total);
        assertThat(sum(errors.path("errors_by_type"))).isEqualTo(total);
        assertThat(sum(errors.path("errors_by_stage"))).isEqualTo(total);
        return total;
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    private static Totals ofMetrics(Service service) throws IOException, InterruptedException {
        Metrics metrics = Metrics.of(service);
        for (String stage : Users.STAGES) {
            assertThat(metrics.value("antflow_stage_pending_items", "pipeline", "etl", "stage", stage))
                    .isZero();
            assertThat(metrics.value("antflow_stage_in_progress_items", "pipeline", "etl", "stage", stage))
                    .isZero();
        }
        return new Totals(
                metrics.value("antflow_pipeline_items_accepted_total", "pipeline", "etl"),
                metrics.value("antflow_pipeline_items_total", "pipeline", "etl", "outcome", "processed"),
                metrics.value("antflow_pipeline_items_total", "pipeline", "etl", "outcome", "failed"));
    }

    private static Totals ofRun(Service service, String run) throws Exception {
        JsonNode summary = service.curl(run).json();
        assertThat(summary.path("status").asText()).isEqualTo("completed");
        assertThat(summary.path("open").asBoolean()).isFalse();
        return new Totals(
                summary.path("total_items").asLong(),
                summary.path("items_processed").asLong(),
                summary.path("items_failed").asLong());
    }
}
