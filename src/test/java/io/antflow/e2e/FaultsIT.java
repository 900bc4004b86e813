package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients, networks and machines do to a service, and what it owes everyone else meanwhile. */
@Timeout(300)
class FaultsIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private Service start(String... settings) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("antflow.demo=true");
        return Service.start(directory.resolve("data"), all.toArray(String[]::new));
    }

    @Test
    void openStreamsEndWithByeWhenTheServiceIsStopped() throws Exception {
        try (Service service = start()) {
            String run = Users.openRun(service);
            try (EventStream snapshots = service.follow(run + "/snapshots");
                    EventStream events = service.follow(run + "/events");
                    EventStream results = service.follow(run + "/results");
                    EventStream all = service.follow("/api/snapshots")) {
                snapshots.await(frame -> frame.is("snapshot"), SOON);
                all.await(frame -> true, SOON);

                long start = System.nanoTime();
                service.terminate();

                for (EventStream stream : List.of(snapshots, events, results, all)) {
                    assertThat(stream.awaitEnd(SOON).getLast().event()).isEqualTo("bye");
                }
                service.awaitExit(SOON);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            }
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void afterACrashAnOldPlaceInTheStreamIsNotMistakenForANewOne() throws Exception {
        String oldRun;
        Frame lastSeen;
        try (Service service = start()) {
            oldRun = Users.openRun(service);
            Users.feed(service, oldRun, Users.quick(directory, 100));
            try (EventStream events = service.follow(oldRun + "/events")) {
                events.awaitCount(50, LIMIT);
                lastSeen = events.frames("status").getLast();
                service.kill();
            }
        }
        try (Service service = start()) {
            assertThat(service.curl(oldRun + "/events", "-H", "Last-Event-ID: " + lastSeen.id())
                            .problem()
                            .path("status")
                            .asInt())
                    .as("runs do not outlive the process")
                    .isEqualTo(404);

            String newRun = Users.openRun(service);
            Users.feed(service, newRun, Users.quick(directory, 100));
            Users.close(service, newRun);
            try (EventStream events = service.follow(newRun + "/events", "-H", "Last-Event-ID: " + lastSeen.id())) {
                List<Frame> frames = events.awaitEnd(LIMIT);
                Frame first = frames.stream()
                        .filter(frame -> frame.is("status"))
                        .findFirst()
                        .orElseThrow();
                assertThat(first.epoch()).as("the epoch").isNotEqualTo(lastSeen.epoch());
                assertThat(frames.stream()
                                .filter(frame -> frame.is("status"))
                                .map(frame -> frame.data().path("item_id").asText())
                                .distinct())
                        .as("nothing is passed over by a number from another life")
                        .hasSize(100);
            }
        }
    }

    @Test
    void aSubscriberThatNeverReadsHoldsUpNobodyAndIsToldWhatItMissed() throws Exception {
        try (Service service = start("antflow.engine.events-kept=10000")) {
            String run = Users.openRun(service);
            try (EventStream stalled = service.follow(run + "/events");
                    EventStream stalledSnapshots = service.follow(run + "/snapshots?interval=0.05");
                    EventStream reading = service.follow(run + "/snapshots?interval=0.05")) {
                reading.await(frame -> frame.is("snapshot"), SOON);
                stalledSnapshots.await(frame -> frame.is("snapshot"), SOON);
                stalled.stall();
                stalledSnapshots.stall();
                long before = service.residentMebibytes();

                Users.feed(service, run, Users.quick(directory, 20_000));
                Users.close(service, run);
                List<Frame> seen = reading.awaitEnd(LIMIT);

                assertThat(seen.getLast().event()).isEqualTo("finish");
                assertThat(service.residentMebibytes() - before).as("MiB more").isLessThan(400);
                stalled.carryOn();
                stalledSnapshots.carryOn();
                List<Frame> events = stalled.awaitEnd(LIMIT);
                assertThat(events.getLast().event()).isEqualTo("finish");
                assertThat(missed(events) + logged(events))
                        .as("missed and received events together are all there were")
                        .isEqualTo(lastSequence(events) - firstSequence(events) + 1);
                assertThat(missed(events)).isPositive();
                assertThat(stalledSnapshots.awaitEnd(LIMIT).getLast().event()).isEqualTo("finish");
            }
            assertThat(service.complaints()).isEmpty();
        }
    }

    private static long missed(List<Frame> events) {
        return events.stream()
                .filter(frame -> frame.is("gap"))
                .mapToLong(frame -> frame.data().path("missed").asLong())
                .sum();
    }

    private static long logged(List<Frame> events) {
        return events.stream().filter(FaultsIT::isLogged).count();
    }

    private static boolean isLogged(Frame frame) {
        return frame.is("status") || frame.is("task");
    }

    private static long firstSequence(List<Frame> events) {
        return events.stream()
                .filter(FaultsIT::isLogged)
                .findFirst()
                .orElseThrow()
                .sequence();
    }

    private static long lastSequence(List<Frame> events) {
        return events.reversed().stream()
                .filter(FaultsIT::isLogged)
                .findFirst()
                .orElseThrow()
                .sequence();
    }

    @Test
    void clientsThatSendAByteASecondKeepNobodyWaiting() throws Exception {
        try (Service service = start()) {
            String run = Users.openRun(service);
            List<Process> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 50; i++) {
                    slow.add(Curl.start(
                            service.url(run + "/items"),
                            "-X",
                            "POST",
                            "-H",
                            "Content-Type: application/x-ndjson",
                            "-T",
                            "-",
                            "-N"));
                }
                byte[] line = "{\"id\": \"never whole\"".getBytes(StandardCharsets.UTF_8);
                for (int second = 0; second < 5; second++) {
                    for (Process client : slow) {
                        OutputStream body = client.getOutputStream();
                        body.write(line[second]);
                        body.flush();
                    }
                    long start = System.nanoTime();
                    Answer answer = service.curl(
                            "/api/pipelines/etl/runs",
                            "-H",
                            "Prefer: wait=20",
                            "--json",
                            "[" + Users.quick(second) + "]");
                    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                    assertThat(answer.json().path("items_processed").asInt()).isEqualTo(1);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
                    Thread.sleep(1000);
                }
            } finally {
                for (Process client : slow) {
                    client.destroyForcibly().waitFor();
                }
            }
            assertThat(service.curl(run).json().path("total_items").asInt())
                    .as("half a line is no item")
                    .isZero();
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void tenThousandRunsAtOnceAreRefusedClearlyPastTheLimit() throws Exception {
        try (Service service = start("antflow.engine.active-runs=100")) {
            Users.define(service);
            Process curl = Curl.start(
                    service.url("/api/pipelines/etl/runs?open=true&priority=[1-10000]"),
                    "--parallel",
                    "--parallel-max",
                    "20",
                    "--json",
                    "[]",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code} %header{retry-after}\\n");
            Map<String, Long> answers;
            try (var lines = curl.inputReader().lines()) {
                answers = lines.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            }
            assertThat(curl.waitFor()).isZero();

            long accepted = answers.getOrDefault("201 ", 0L);
            long refused = answers.entrySet().stream()
                    .filter(entry -> entry.getKey().matches("429 \\d+"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            assertThat(accepted + refused).as("%s", answers).isEqualTo(10_000);
            // The demo's own run is one of the hundred while it works.
            assertThat(accepted).isBetween(99L, 100L);
            assertThat(service.curl("/q/health/live").status()).isEqualTo(200);
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void aClientThatGoesAwayCancelsTheRunItWaitedFor() throws Exception {
        try (Service service = start()) {
            Users.define(service);
            Process client = Curl.start(
                    service.url("/api/pipelines/etl/runs"),
                    "-N",
                    "-X",
                    "POST",
                    "-H",
                    "Accept: application/x-ndjson",
                    "-H",
                    "Content-Type: application/x-ndjson",
                    "-T",
                    Users.quick(directory, 20_000).toString());
            try (var lines = client.inputReader()) {
                assertThat(Answer.parse(lines.readLine()).has("id")).isTrue();
                client.destroyForcibly().waitFor();
            }

            JsonNode run = awaitEnded(service);
            assertThat(run.path("status").asText()).isEqualTo("cancelled");
            assertThat(run.path("items_processed").asLong()
                            + run.path("items_failed").asLong()
                            + run.path("items_cancelled").asLong())
                    .as("none vanished: %s", run)
                    .isEqualTo(run.path("total_items").asLong());
            assertThat(service.complaints()).isEmpty();
        }
    }

    private static JsonNode awaitEnded(Service service) throws Exception {
        for (int i = 0; i < 100; i++) {
            JsonNode runs = service.curl("/api/runs?pipeline=etl").json().path("runs");
            if (runs.size() == 1
                    && !runs.get(0).path("finished_at").isNull()
                    && runs.get(0).has("finished_at")) {
                return runs.get(0);
            }
            Thread.sleep(200);
        }
        throw new AssertionError("the run did not end");
    }

    @Test
    void manyRunsAtOnceDoNotMix() throws Exception {
        try (Service service = start()) {
            Users.define(service);
            List<Process> clients = new ArrayList<>();
            for (int client = 0; client < 20; client++) {
                clients.add(Curl.start(
                        service.url("/api/pipelines/etl/runs"),
                        "-H",
                        "Prefer: wait=60",
                        "-H",
                        "Content-Type: application/x-ndjson",
                        "--data-binary",
                        IntStream.range(client * 100, client * 100 + 50)
                                .mapToObj(Users::quick)
                                .collect(Collectors.joining("\n"))));
            }
            for (int client = 0; client < clients.size(); client++) {
                JsonNode run = Answer.parse(
                        new String(clients.get(client).getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                assertThat(clients.get(client).waitFor()).isZero();
                assertThat(IntStream.range(0, 50)
                                .mapToObj(i ->
                                        run.path("results").path(i).path("id").asInt(-1)))
                        .as("the items of client %d, in input order: %s", client, run)
                        .containsExactlyElementsOf(IntStream.range(client * 100, client * 100 + 50)
                                .boxed()
                                .toList());
            }
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenIsSaidPlainly() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Path data = Files.createDirectories(directory.resolve("data"));
            assertThat(Service.refusal(data, "quarkus.http.port=" + taken.getLocalPort()))
                    .contains("Port " + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }
}
