package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.antflow.fuzz.CallMaker;
import io.antflow.fuzz.Judge;
import io.antflow.fuzz.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of calls of the whole API, made from its OpenAPI document, from good to hopeless. {@code -Dantflow.fuzz.calls}
 * makes more of them, {@code -Dantflow.fuzz.seed} others; src/docs/abuse.md tells what was found.
 */
class ApiFuzzIT {

    private static final long SEED = Long.getLong("antflow.fuzz.seed", 1);
    private static final int CALLS = Integer.getInteger("antflow.fuzz.calls", 2000);
    private static final int TIDY_EVERY = 200;

    private static final String PIPELINE = """
            {"stages": [
              {"name": "A", "workers": 2, "tasks": [{"task": "transform", "with": {"jq": "."}}]},
              {"name": "B", "workers": 2, "tasks": ["fail"], "skip_if": ".fail != true", "task_attempts": 1}
            ]}
            """;

    @TempDir
    Path directory;

    @Test
    @Timeout(3600)
    void noCallGetsAnAnswerThatTheDocumentDoesNotHave() throws Exception {
        try (Service service = start()) {
            fuzz(service, CALLS, List.of(""), "");
        }
    }

    @Test
    @Timeout(3600)
    void nobodyGetsOneWhateverTheirKeyIs() throws Exception {
        String keys = "";
        for (String role : List.of("viewer", "operator", "admin")) {
            keys += "%s %s %s%n".formatted(role, role, sha256(key(role)));
        }
        Path file = Files.writeString(directory.resolve("antflow.keys"), keys);
        try (Service service = start("antflow.security.keys-file=" + file)) {
            fuzz(
                    service,
                    CALLS / 2,
                    List.of(
                            "",
                            "Authorization: Bearer " + key("viewer"),
                            "X-API-Key: " + key("operator"),
                            "Authorization: Bearer " + key("admin"),
                            "X-API-Key: " + key("admin"),
                            "X-API-Key: " + key("nobody"),
                            "Authorization: Basic Og==",
                            "Authorization: Bearer",
                            "Authorization: Bearer " + "x".repeat(4000),
                            "X-API-Key: \u00ff%00",
                            "Cookie: q_session=" + key("admin")),
                    "X-API-Key: " + key("admin"));
        }
    }

    private Service start(String... more) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(List.of(
                "antflow.requests.max-wait=1s",
                "antflow.http.allow=192.0.2.1",
                "antflow.expressions.timeout=200ms",
                "antflow.pipelines.max=300",
                // It calls faster than one caller may, and is to be answered by what it calls.
                "antflow.callers.requests-per-second=1000000"));
        settings.addAll(List.of(more));
        return Service.start(directory.resolve("data"), settings.toArray(String[]::new));
    }

    private static String key(String role) {
        return "antflow_" + "%064x".formatted(role.hashCode() & 0xffffffL);
    }

    private static String sha256(String key) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @param admin the header of somebody who may do everything */
    private static void fuzz(Service service, int count, List<String> credentials, String admin) throws Exception {
        JsonNode document = service.curl("/q/openapi?format=json", "-H", admin).json();
        CallMaker calls = new CallMaker(document, new Random(SEED), credentials);
        Judge judge = new Judge(document);
        begin(service, calls, admin);

        for (int i = 0; i < count; i++) {
            learn(calls, judge.answer(service.port(), calls.next()));
            if (i % TIDY_EVERY == TIDY_EVERY - 1) {
                endRuns(service, admin);
                begin(service, calls, admin);
            }
        }

        report(judge, count, admin.isEmpty() ? "" : "-keys");
        assertThat(judge.findings()).as("with the seed %d", SEED).isEmpty();
        endRuns(service, admin);
        assertThat(service.complaints()).isEmpty();
        assertThat(service.curl("/q/health/ready").status()).isEqualTo(200);
        assertThat(service.residentMebibytes()).isLessThan(1000);
    }

    /** A pipeline, a run that takes items, and one that has ended with failures. */
    private static void begin(Service service, CallMaker calls, String admin) throws IOException, InterruptedException {
        service.curl("/api/pipelines/fuzz", "-X", "PUT", "-H", admin, "--json", PIPELINE);
        calls.learn("pipeline", "fuzz");
        calls.learn("stage", "A");
        calls.learn("stage", "B");
        for (String open : List.of("true", "false")) {
            JsonNode run = service.curl(
                            "/api/pipelines/fuzz/runs?open=" + open,
                            "-H",
                            admin,
                            "--json",
                            "[{\"id\": 1, \"fail\": true}, {\"id\": \"two\"}, {\"id\": \"a/b\", \"fail\": true}]")
                    .json();
            calls.learn("run", run.path("id").asText());
        }
        for (String item : List.of("1", "two", "a/b")) {
            calls.learn("item", item);
        }
    }

    private static void learn(CallMaker calls, Reply reply) {
        String location = reply.headers().getOrDefault("location", "");
        if (reply.status() == 201 && location.contains("/api/runs/")) {
            calls.learn("run", location.replaceFirst(".*/api/runs/", ""));
        }
    }

    private static void endRuns(Service service, String admin) throws IOException, InterruptedException {
        JsonNode runs = active(service, admin);
        for (int tries = 0; !runs.isEmpty(); tries++) {
            assertThat(tries).as("runs that do not end: %s", runs).isLessThan(600);
            for (JsonNode run : runs) {
                service.curl("/api/runs/" + run.path("id").asText() + "/cancel", "-X", "POST", "-H", admin);
            }
            runs = active(service, admin);
        }
    }

    private static JsonNode active(Service service, String admin) throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        ArrayNode all = json.createArrayNode();
        for (String status : List.of("running", "paused")) {
            all.addAll((ArrayNode) service.curl("/api/runs?limit=100&status=" + status, "-H", admin)
                    .json()
                    .path("runs"));
        }
        return all;
    }

    private static void report(Judge judge, int count, String kind) throws IOException {
        String findings = judge.findings().entrySet().stream()
                .map(finding -> finding.getKey() + finding.getValue())
                .collect(Collectors.joining("\n\n"));
        String statuses =
                judge.statuses().entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\n"));
        Files.writeString(
                Path.of("target", "fuzz" + kind + ".txt"),
                "seed %d, %d calls%n%n%s%n%n%s%n".formatted(SEED, count, findings, statuses));
    }
}
