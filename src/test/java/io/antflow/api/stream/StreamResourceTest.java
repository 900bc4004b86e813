package io.antflow.api.stream;

import static io.antflow.api.stream.Client.NDJSON;
import static io.antflow.api.stream.Client.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.stream.Client.Event;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as they come over the wire. */
@QuarkusTest
@Timeout(60)
class StreamResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    PipelineEngine engine;

    @Inject
    StreamCounts counts;

    @Inject
    SnapshotHubs hubs;

    /** Every item of a gated run takes one. */
    private final Semaphore gate = new Semaphore(0);

    private final List<Run> runs = new ArrayList<>();

    @AfterEach
    void cancelRuns() {
        gate.release(1_000_000);
        runs.forEach(Run::cancel);
    }

    @Test
    void sendsARunsSnapshotsFromStartToFinish() throws Exception {
        Run run = gatedRun(2);
        run.close();
        try (Client client = Client.get(snapshots(run, "0.05"), SSE)) {
            assertThat(client.line()).isEqualTo("retry: 3000");
            assertThat(client.line()).isEmpty();
            assertThat(client.event())
                    .isEqualTo(new Event(
                            null,
                            "start",
                            "{\"run_id\":\"%s\",\"pipeline\":\"gated\",\"total\":2,\"stages\":[\"Work\"],\"interval\":0.05}"
                                    .formatted(run.id()),
                            null));
            Event first = client.event();
            assertThat(first.name()).isEqualTo("snapshot");
            assertThat(json(first).path("total_items").asInt()).isEqualTo(2);
            assertThat(json(first).path("status").asText()).isEqualTo("running");
            Event second = client.event();
            assertThat(second.name()).isEqualTo("snapshot");

            gate.release(2);

            List<Event> rest = client.events();
            assertThat(rest).extracting(Event::name).endsWith("snapshot", "finish");
            JsonNode last = json(rest.get(rest.size() - 2));
            assertThat(last.path("status").asText()).isEqualTo("completed");
            assertThat(last.path("pipeline_stats").path("items_processed").asInt())
                    .isEqualTo(2);
            JsonNode finish = json(rest.getLast());
            assertThat(finish.path("status").asText()).isEqualTo("completed");
            assertThat(finish.path("results").asInt()).isEqualTo(2);
            assertThat(finish.path("failed").asInt()).isZero();
            assertThat(finish.path("errors").path("total_failed").asInt()).isZero();
            assertThat(finish.path("elapsed_seconds").asDouble()).isPositive();
        }
    }

    @Test
    void sendsVersionsThatRiseUnderIdsThatTellThem() throws Exception {
        Run run = gatedRun(1);
        try (Client client = Client.get(snapshots(run, "0.05"), SSE)) {
            long last = -1;
            for (int i = 0; i < 10; i++) {
                Event event = client.event("snapshot");
                long version = json(event).path("version").asLong();
                assertThat(version).isGreaterThan(last);
                assertThat(event.id()).matches("[A-Za-z0-9]+-" + version);
                last = version;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "snapshots,text/event-stream",
        "events,text/event-stream",
        "results,text/event-stream",
        "snapshots,application/x-ndjson",
        "events,application/x-ndjson",
        "results,application/x-ndjson"
    })
    void sendsTheHeadersOfAStreamAtOnce(String stream, String type) throws Exception {
        Run run = gatedRun(1);
        try (Client client = Client.get("/api/runs/" + run.id() + "/" + stream, type)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo(type);
            assertThat(client.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(client.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(client.header("Content-Length")).isNull();
        }
    }

    @Test
    void sendsServerSentEventsWhereTheClientDoesNotMind() throws Exception {
        Run run = gatedRun(1);
        for (String accept : List.of("", "*/*")) {
            for (String path : List.of(snapshots(run, "1"), "/api/runs/" + run.id() + "/events", "/api/snapshots")) {
                try (Client client = Client.get(path, accept)) {
                    assertThat(client.header("Content-Type")).isEqualTo(SSE);
                }
            }
            try (Client client = Client.get("/api/runs/" + run.id() + "/results", accept)) {
                assertThat(client.header("Content-Type")).startsWith("application/json");
            }
        }
    }

    @Test
    void sendsTheSameSnapshotsAsLines() throws Exception {
        Run run = gatedRun(1);
        run.close();
        gate.release();
        run.join();
        try (Client client = Client.get(snapshots(run, "0.5"), NDJSON)) {
            List<String> lines = client.lines();

            assertThat(lines)
                    .extracting(line -> JSON.readTree(line).path("event").asText())
                    .containsExactly("start", "snapshot", "finish");
            assertThat(lines.get(1))
                    .startsWith("{\"event\":\"snapshot\",\"id\":\"")
                    .contains(",\"run_id\":\"" + run.id());
        }
    }

    @Test
    void sendsOfARunThatHasEndedStartTheFinalSnapshotAndFinish() throws Exception {
        Run run = gatedRun(3);
        run.cancel();
        gate.release(3);
        run.join();
        try (Client client = Client.get(snapshots(run, "60"), SSE)) {
            List<Event> events = client.events();

            assertThat(events).extracting(Event::name).containsExactly("start", "snapshot", "finish");
            assertThat(json(events.get(1)).path("status").asText()).isEqualTo("cancelled");
            JsonNode finish = json(events.getLast());
            assertThat(finish.path("status").asText()).isEqualTo("cancelled");
            assertThat(finish.path("results").asInt() + finish.path("cancelled").asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void tellsTheEndBetweenTwoTicksAtOnce() throws Exception {
        Run run = gatedRun(1);
        try (Client client = Client.get(snapshots(run, "60"), SSE)) {
            client.event("snapshot");
            gate.release();
            run.close();

            List<Event> rest = client.events();

            assertThat(rest).extracting(Event::name).containsExactly("snapshot", "finish");
            assertThat(json(rest.getFirst())
                            .path("pipeline_stats")
                            .path("items_processed")
                            .asInt())
                    .isOne();
        }
    }

    @Test
    void keepsAHubForAsLongAsSomebodyFollows() throws Exception {
        Run run = gatedRun(1);
        int before = hubs.size();
        try (Client one = Client.get(snapshots(run, "0.25"), SSE);
                Client same = Client.get(snapshots(run, "0.2500"), NDJSON);
                Client other = Client.get(snapshots(run, "0.3"), SSE)) {
            one.event("snapshot");
            one.event("snapshot");
            other.event("snapshot");
            other.event("snapshot");
            same.line();
            same.line();
            same.line();
            assertThat(hubs.size()).isEqualTo(before + 2);
        }
        await(() -> hubs.size() == before);
    }

    @Test
    void listsAllActiveRunsInShort() throws Exception {
        Run run = gatedRun(2);
        try (Client client = Client.get("/api/snapshots?interval=0.05", SSE)) {
            Event event = client.event("snapshot");
            JsonNode listed = find(json(event), run);
            assertThat(listed.path("pipeline").asText()).isEqualTo("gated");
            assertThat(listed.path("items_in_flight").asInt()).isEqualTo(2);
            assertThat(json(event).path("timestamp").asDouble()).isPositive();

            run.close();
            gate.release(2);
            run.join();

            JsonNode later = json(event);
            for (int i = 0; i < 100 && !find(later, run).isMissingNode(); i++) {
                later = json(client.event("snapshot"));
            }
            assertThat(find(later, run).isMissingNode())
                    .as("an ended run is not listed")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "1e999", "60.1", "0.049", "x", "1%0A2"})
    void refusesABadIntervalBeforeTheStreamBegins(String interval) throws Exception {
        Run run = gatedRun(1);
        for (String path : List.of(snapshots(run, interval), "/api/snapshots?interval=" + interval)) {
            for (String accept : List.of(SSE, NDJSON)) {
                assertProblem(path, accept, 400, "invalid-parameter", "from 0.05 to 60");
            }
        }
    }

    @Test
    void knowsNoStreamOfAnUnknownRun() throws Exception {
        for (String stream : List.of("snapshots", "events", "results")) {
            for (String accept : List.of(SSE, NDJSON)) {
                assertProblem("/api/runs/nobody/" + stream, accept, 404, "unknown-run", "nobody");
            }
        }
    }

    @Test
    void refusesAFilterOfWhatThereIsNot() throws Exception {
        Run run = gatedRun(1);
        String events = "/api/runs/" + run.id() + "/events";
        assertProblem(events + "?type=status,x", SSE, 400, "invalid-parameter", "[status, task]");
        assertProblem(events + "?status=done", NDJSON, 400, "invalid-parameter", "retrying, skipped, cancelled]");
        assertProblem(events + "?type=task&status=failed", SSE, 400, "invalid-parameter", "type=task");
        assertProblem(events + "?stage=Elsewhere", SSE, 404, "unknown-stage", "[Work]");
        assertProblem(events + "?last_event_id=7", SSE, 400, "invalid-parameter", "last_event_id");
        assertProblem("/api/runs/" + run.id() + "/results?order=random", SSE, 400, "invalid-parameter", "order");
        run.close();
        assertProblem(events + "?item=nobody", SSE, 404, "unknown-item", "nobody");
    }

    @Test
    void sendsEventsAsTheyComeAndGoesOnAfterACutWithoutAHole() throws Exception {
        Run run = gatedRun(0);
        String events = "/api/runs/" + run.id() + "/events";
        List<Event> seen = new ArrayList<>();
        run.feed(Item.of("a\"b", 1));
        try (Client client = Client.get(events, SSE)) {
            seen.addAll(next(client, 3));
        }
        assertThat(json(seen.getFirst()).toString())
                .startsWith(
                        "{\"item_id\":\"a\\\"b\",\"stage\":\"Work\",\"status\":\"queued\",\"worker\":null,\"timestamp\":");
        gate.release(500);
        for (int i = 0; i < 499; i++) {
            run.feed(Item.of("item-" + i, i));
        }
        for (int cut = 0; cut < 5; cut++) {
            try (Client client =
                    Client.get(events, SSE, "Last-Event-ID: " + seen.getLast().id())) {
                seen.addAll(next(client, 400));
            }
        }
        run.close();
        try (Client client =
                Client.get(events + "?last_event_id=" + seen.getLast().id(), SSE)) {
            seen.addAll(client.events());
        }

        assertThat(seen.removeLast().name()).isEqualTo("finish");
        assertThat(seen).extracting(Event::name).containsOnly("status", "task");
        assertThat(seen).hasSize(5 * 500);
        assertThat(seen.stream().map(event -> number(event.id())))
                .containsExactlyElementsOf(
                        IntStream.range(0, 2500).mapToObj(i -> (long) i).toList());
    }

    @Test
    void sendsOnlyTheEventsThatAreWanted() throws Exception {
        Run run = gatedRun(0);
        gate.release(10);
        for (int i = 0; i < 10; i++) {
            run.feed(Item.of("i,%d".formatted(i), i % 5 - 1));
        }
        run.join();
        String events = "/api/runs/" + run.id() + "/events";

        assertThat(data(events + "?status=failed"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(
                                event.path("metadata").path("error_type").asText())
                        .isEqualTo("java.io.IOException"));
        assertThat(data(events + "?type=status&status=failed,completed&stage=Work"))
                .hasSize(10);
        assertThat(data(events + "?type=task&type=status")).hasSize(50);
        assertThat(data(events + "?type=task&item=i,3"))
                .extracting(event -> event.path("event_type").asText())
                .containsExactly("start", "complete");
        assertThat(data(events + "?type=task&item=i,0&item=i,1")).hasSize(4);
        JsonNode failed = data(events + "?type=task&item=i,0").getLast();
        assertThat(failed.path("event_type").asText()).isEqualTo("fail");
        assertThat(failed.path("error").asText()).isEqualTo("negative");
        assertThat(failed.path("duration").asDouble()).isNotNegative();
    }

    @Test
    void refusesToGoOnAfterAnEventThatThereHasNotBeen() throws Exception {
        Run run = gatedRun(0);
        String events = "/api/runs/" + run.id() + "/events";
        run.feed(Item.of("a", 1));
        String epoch;
        try (Client client = Client.get(events, SSE)) {
            epoch = String.valueOf(client.event("status").id()).split("-")[0];
        }
        assertProblem(events + "?last_event_id=" + epoch + "-999", SSE, 400, "invalid-parameter", epoch + "-999");
        try (Client client = Client.get(events + "?last_event_id=before-999", SSE)) {
            assertThat(client.event("status").id()).isEqualTo(epoch + "-0");
        }
    }

    @Test
    void sendsResultsAsTheyComeInEitherOrder() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        Run run = start("slow-first", 2, value -> {
            if (value.equals(0)) {
                slow.await();
            }
            return value;
        });
        for (int i = 0; i < 5; i++) {
            run.feed(Item.of("id-" + i, i));
        }
        String results = "/api/runs/" + run.id() + "/results";
        try (Client completion = Client.get(results, NDJSON);
                Client input = Client.get(results + "?order=input", NDJSON)) {
            for (int i = 1; i < 5; i++) {
                assertThat(completion.line())
                        .isEqualTo("{\"id\":\"id-%d\",\"value\":%d,\"sequence_id\":%d,\"metadata\":{}}"
                                .formatted(i, i, i));
            }
            slow.countDown();
            run.close();
            assertThat(completion.lines()).singleElement().asString().contains("\"id-0\"");
            assertThat(input.lines())
                    .extracting(line -> JSON.readTree(line).path("sequence_id").asInt())
                    .containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void sendsResultsAsEventsAndGoesOnAfterACut() throws Exception {
        Run run = gatedRun(20);
        gate.release(20);
        run.join();
        for (String order : List.of("input", "completion")) {
            String results = "/api/runs/" + run.id() + "/results?order=" + order;
            List<Event> all;
            try (Client client = Client.get(results, SSE)) {
                all = client.events();
            }
            assertThat(all).hasSize(21);
            assertThat(all.subList(0, 20)).extracting(Event::name).containsOnly("result");
            assertThat(all.getLast().name()).isEqualTo("finish");
            try (Client client =
                    Client.get(results, SSE, "Last-Event-ID: " + all.get(7).id())) {
                assertThat(client.events()).isEqualTo(all.subList(8, 21));
            }
        }
    }

    @Test
    void countsWhatItSends() throws Exception {
        Run run = gatedRun(10);
        gate.release(10);
        run.join();
        long sent = counts.sent(StreamKind.RESULTS);
        long open = counts.open(StreamKind.RESULTS);

        try (Client client = Client.get("/api/runs/" + run.id() + "/results", SSE)) {
            assertThat(client.events()).hasSize(11);
        }

        await(() -> counts.open(StreamKind.RESULTS) == open);
        assertThat(counts.sent(StreamKind.RESULTS) - sent).isEqualTo(10);
    }

    @Test
    void noticesAtOnceThatAClientIsGone() throws Exception {
        Run run = gatedRun(1);
        long events = counts.open(StreamKind.EVENTS);
        long snapshots = counts.open(StreamKind.SNAPSHOTS);
        Client first = Client.get("/api/runs/" + run.id() + "/events", SSE);
        Client second = Client.get(snapshots(run, "60"), SSE);
        await(() -> counts.open(StreamKind.EVENTS) == events + 1 && counts.open(StreamKind.SNAPSHOTS) == snapshots + 1);

        first.close();
        second.close();

        await(() -> counts.open(StreamKind.EVENTS) == events && counts.open(StreamKind.SNAPSHOTS) == snapshots);
    }

    private static void assertProblem(String path, String accept, int status, String type, String detail)
            throws IOException {
        try (Client client = Client.get(path, accept)) {
            assertThat(client.status()).as(path).isEqualTo(status);
            assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
            JsonNode problem = JSON.readTree(client.body());
            assertThat(problem.path("type").asText()).isEqualTo("urn:antflow:problem:" + type);
            assertThat(problem.path("detail").asText()).contains(detail);
        }
    }

    private static List<JsonNode> data(String path) throws IOException {
        try (Client client = Client.get(path, SSE)) {
            List<Event> events = client.events();
            assertThat(events.removeLast().name()).isEqualTo("finish");
            List<JsonNode> data = new ArrayList<>();
            for (Event event : events) {
                data.add(json(event));
            }
            return data;
        }
    }

    private static List<Event> next(Client client, int count) throws IOException {
        List<Event> events = new ArrayList<>();
        while (events.size() < count) {
            Event event = client.event();
            if (event.name() != null) {
                events.add(event);
            }
        }
        return events;
    }

    private static JsonNode json(Event event) throws IOException {
        return JSON.readTree(event.data());
    }

    private static JsonNode find(JsonNode snapshot, Run run) {
        for (JsonNode listed : snapshot.path("runs")) {
            if (listed.path("id").asText().equals(run.id())) {
                return listed;
            }
        }
        return snapshot.path("nothing");
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    private static String snapshots(Run run, String interval) {
        return "/api/runs/" + run.id() + "/snapshots?interval=" + interval;
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** A run of so many items, each of which waits at the gate. */
    private Run gatedRun(int items) throws InterruptedException {
        Run run = start("gated", 4, value -> {
            gate.acquire();
            if (value.equals(-1)) {
                throw new IOException("negative");
            }
            return value;
        });
        for (int i = 0; i < items; i++) {
            run.feed(Item.of(i));
        }
        return run;
    }

    @FunctionalInterface
    private interface Work {
        Object on(Object value) throws Exception;
    }

    private Run start(String pipeline, int workers, Work work) {
        Run run = engine.start(Pipeline.of(
                pipeline,
                Stage.named("Work")
                        .workers(workers)
                        .queueCapacity(0)
                        .taskAttempts(1, Backoff.fixed(java.time.Duration.ZERO))
                        .task("work", (Object value, TaskContext context) -> work.on(value))
                        .build()));
        runs.add(run);
        return run;
    }
}
