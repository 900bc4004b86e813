package io.antflow.api.stream;

import static io.antflow.api.ApiTasks.OUTSIDE;
import static io.antflow.api.stream.Client.NDJSON;
import static io.antflow.api.stream.Client.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.RemoteRun;
import io.antflow.api.StreamFigures;
import io.antflow.api.stream.Client.Event;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

    private final List<RemoteRun> runs = new ArrayList<>();

    @AfterEach
    void cancelRuns() {
        runs.forEach(RemoteRun::cancel);
        OUTSIDE.reset();
    }

    @Test
    void sendsARunsSnapshotsFromStartToFinish() throws Exception {
        RemoteRun run = gatedRun(2);
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

            OUTSIDE.release(2);

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
        RemoteRun run = gatedRun(1);
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
        RemoteRun run = gatedRun(1);
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
        RemoteRun run = gatedRun(1);
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
        RemoteRun run = gatedRun(1);
        run.close();
        OUTSIDE.release(1);
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
        RemoteRun run = gatedRun(3);
        run.cancel();
        OUTSIDE.release(3);
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
        RemoteRun run = gatedRun(1);
        try (Client client = Client.get(snapshots(run, "60"), SSE)) {
            client.event("snapshot");
            OUTSIDE.release(1);
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
    void listsAllActiveRunsInShort() throws Exception {
        RemoteRun run = gatedRun(2);
        try (Client client = Client.get("/api/snapshots?interval=0.05", SSE)) {
            Event event = client.event("snapshot");
            JsonNode listed = find(json(event), run);
            assertThat(listed.path("pipeline").asText()).isEqualTo("gated");
            assertThat(listed.path("items_in_flight").asInt()).isEqualTo(2);
            assertThat(json(event).path("timestamp").asDouble()).isPositive();

            run.close();
            OUTSIDE.release(2);
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
        RemoteRun run = gatedRun(1);
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
        RemoteRun run = gatedRun(1);
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
        RemoteRun run = gatedRun(0);
        String events = "/api/runs/" + run.id() + "/events";
        List<Event> seen = new ArrayList<>();
        run.feed("[{\"id\": \"a\\\"b\", \"value\": 1}]");
        try (Client client = Client.get(events, SSE)) {
            seen.addAll(next(client, 3));
        }
        assertThat(json(seen.getFirst()).toString())
                .startsWith(
                        "{\"item_id\":\"a\\\"b\",\"stage\":\"Work\",\"status\":\"queued\",\"worker\":null,\"timestamp\":");
        OUTSIDE.release(500);
        run.feed(items(499, "{\"id\": \"item-%1$d\", \"value\": %1$d}"));
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
        RemoteRun run = start("""
                {"stages": [{"name": "Work", "workers": 4, "queue_capacity": 0, "task_attempts": 1,
                             "tasks": [{"task": "transform", "with": {"jq": "if . == -1 then error(\\"negative\\") else . end"}}]}]}""");
        run.feed(IntStream.range(0, 10)
                        .mapToObj(i -> "{\"id\": \"i,%d\", \"value\": %d}".formatted(i, i % 5 - 1))
                        .collect(Collectors.joining(",", "[", "]")))
                .join();
        String events = "/api/runs/" + run.id() + "/events";

        assertThat(data(events + "?status=failed"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(
                                event.path("metadata").path("error_type").asText())
                        .isEqualTo("io.antflow.tasks.jq.ExpressionException"));
        assertThat(data(events + "?type=status&status=failed,completed&stage=Work"))
                .hasSize(10);
        assertThat(data(events + "?type=task&type=status")).hasSize(50);
        assertThat(data(events + "?type=task&item=i,3"))
                .extracting(event -> event.path("event_type").asText())
                .containsExactly("start", "complete");
        assertThat(data(events + "?type=task&item=i,0&item=i,1")).hasSize(4);
        JsonNode failed = data(events + "?type=task&item=i,0").getLast();
        assertThat(failed.path("event_type").asText()).isEqualTo("fail");
        assertThat(failed.path("error").asText())
                .isEqualTo("jq 'if . == -1 then error(\"negative\") else . end' fails: negative");
        assertThat(failed.path("duration").asDouble()).isNotNegative();
    }

    @Test
    void refusesToGoOnAfterAnEventThatThereHasNotBeen() throws Exception {
        RemoteRun run = gatedRun(0);
        String events = "/api/runs/" + run.id() + "/events";
        run.feed("[{\"id\": \"a\", \"value\": 1}]");
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
        RemoteRun run = start("""
                {"stages": [{"name": "Work", "workers": 2, "queue_capacity": 0, "task_attempts": 1, "tasks": [%s]}]}""".formatted(OUTSIDE.gate("work", ". == 0")));
        run.feed(items(5, "{\"id\": \"id-%1$d\", \"value\": %1$d}"));
        String results = "/api/runs/" + run.id() + "/results";
        try (Client completion = Client.get(results, NDJSON);
                Client input = Client.get(results + "?order=input", NDJSON)) {
            for (int i = 1; i < 5; i++) {
                assertThat(completion.line())
                        .isEqualTo("{\"id\":\"id-%d\",\"value\":%d,\"sequence_id\":%d,\"metadata\":{}}"
                                .formatted(i, i, i));
            }
            OUTSIDE.release(1);
            run.close();
            assertThat(completion.lines()).singleElement().asString().contains("\"id-0\"");
            assertThat(input.lines())
                    .extracting(line -> JSON.readTree(line).path("sequence_id").asInt())
                    .containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void sendsResultsAsEventsAndGoesOnAfterACut() throws Exception {
        RemoteRun run = gatedRun(20);
        OUTSIDE.release(20);
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
        RemoteRun run = gatedRun(10);
        OUTSIDE.release(10);
        run.join();
        long sent = StreamFigures.sent(StreamKind.RESULTS);
        long open = StreamFigures.open(StreamKind.RESULTS);

        try (Client client = Client.get("/api/runs/" + run.id() + "/results", SSE)) {
            assertThat(client.events()).hasSize(11);
        }

        await(() -> StreamFigures.open(StreamKind.RESULTS) == open);
        assertThat(StreamFigures.sent(StreamKind.RESULTS) - sent).isEqualTo(10);
    }

    @Test
    void noticesAtOnceThatAClientIsGone() throws Exception {
        RemoteRun run = gatedRun(1);
        long events = StreamFigures.open(StreamKind.EVENTS);
        long snapshots = StreamFigures.open(StreamKind.SNAPSHOTS);
        Client first = Client.get("/api/runs/" + run.id() + "/events", SSE);
        Client second = Client.get(snapshots(run, "60"), SSE);
        await(() -> StreamFigures.open(StreamKind.EVENTS) == events + 1
                && StreamFigures.open(StreamKind.SNAPSHOTS) == snapshots + 1);

        first.close();
        second.close();

        await(() -> StreamFigures.open(StreamKind.EVENTS) == events
                && StreamFigures.open(StreamKind.SNAPSHOTS) == snapshots);
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

    private static JsonNode find(JsonNode snapshot, RemoteRun run) {
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

    private static String snapshots(RemoteRun run, String interval) {
        return "/api/runs/" + run.id() + "/snapshots?interval=" + interval;
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** A run of so many items, each of which waits at the gate. */
    private RemoteRun gatedRun(int items) {
        RemoteRun run = start("""
                {"stages": [{"name": "Work", "workers": 4, "queue_capacity": 0, "tasks": ["api_gate"], "task_attempts": 1}]}""");
        return run.feed(items(items, "%d"));
    }

    private static String items(int count, String each) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(",", "[", "]"));
    }

    private RemoteRun start(String definition) {
        RemoteRun.define("gated", definition);
        RemoteRun run = RemoteRun.start("gated");
        runs.add(run);
        return run;
    }
}
