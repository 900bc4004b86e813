package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with exactly what the Helm chart gives it: its variables, files, paths and limits are the right ones. */
@Timeout(300)
class ChartIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ADMIN = "antflow_0123456789abcdefghijklmnopqrstuv";
    private static final String VIEWER = "antflow_vutsrqponmlkjihgfedcba9876543210";

    @TempDir
    Path root;

    @BeforeAll
    static void helmIsThere() {
        RenderedPod.required();
    }

    @Test
    void theLeastValuesMakeAServiceThatAsksForKeys() throws Exception {
        RenderedPod pod = RenderedPod.of("minimal-values.yaml", root);
        try (Service service = pod.start(Map.of("antflow-keys", Map.of("keys", key("ops", "admin", ADMIN))))) {
            for (String probe : new String[] {"startupProbe", "livenessProbe", "readinessProbe"}) {
                assertThat(service.curl(pod.probe(probe)).status()).as(probe).isEqualTo(200);
            }
            assertThat(service.curl("/api/pipelines").status()).isEqualTo(401);
            assertThat(call(service, VIEWER, "/api/pipelines").status()).isEqualTo(401);
            assertThat(call(service, ADMIN, "/api/pipelines").status()).isEqualTo(200);

            // the Secret gets a second key
            pod.write(
                    pod.path("/etc/antflow/access"),
                    "..second",
                    Map.of("keys", key("ops", "admin", ADMIN) + key("prometheus", "viewer", VIEWER)));

            await(() -> call(service, VIEWER, "/api/pipelines").status() == 200, "the new key is taken");
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void allValuesReachTheService() throws Exception {
        RenderedPod pod = RenderedPod.of("full-values.yaml", root);
        Map<String, Map<String, String>> elsewhere = Map.of(
                "antflow-keys",
                Map.of("keys.txt", key("ops", "admin", ADMIN) + key("keda", "viewer", VIEWER)),
                "users-api",
                Map.of("token", "t0ken"),
                "crm",
                Map.of("password", "pass"),
                "geo",
                Map.of("key", "k3y"),
                "internal-ca",
                Map.of("ca.pem", "no certificate, and not used"));
        try (Service service = pod.start(elsewhere)) {
            // users names a credential: it is in force only if that is configured
            JsonNode files =
                    call(service, ADMIN, "/api/definition-files").json().path("files");
            assertThat(files.findValuesAsText("file")).containsExactlyInAnyOrder("store.json", "users.yaml");
            assertThat(files.findValuesAsText("valid")).containsOnly("true");

            Answer stored = call(
                    service,
                    ADMIN,
                    "/api/pipelines/store/runs",
                    "-H",
                    "Content-Type: application/json",
                    "-H",
                    "Prefer: wait=30",
                    "-d",
                    "[{\"id\": 1}]");
            assertThat(stored.status()).as(stored.body()).isEqualTo(200);
            assertThat(pod.path("/var/lib/antflow/stored.ndjson")).hasContent("{\"id\":1}");

            // what KEDA and Prometheus ask, with a viewer's key
            JsonNode trigger = pod.object("ScaledObject").at("/spec/triggers/0/metadata");
            Answer scaling = call(
                    service, VIEWER, URI.create(trigger.path("url").asText()).getPath());
            assertThat(scaling.status()).isEqualTo(200);
            assertThat(scaling.json()
                            .path(trigger.path("valueLocation").asText())
                            .isNumber())
                    .isTrue();
            String metrics =
                    pod.object("ServiceMonitor").at("/spec/endpoints/0/path").asText();
            assertThat(service.curl(metrics).status()).isEqualTo(401);
            assertThat(call(service, VIEWER, metrics).body()).contains("antflow_streams");
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void itIsOpenToAllOnlyWhenTheValuesSaySo() throws Exception {
        RenderedPod pod = RenderedPod.of("volume-values.yaml", root);
        Map<String, String> definitions =
                Map.of("users.yaml", "stages: [{name: A, tasks: [{task: delay, with: {seconds: 0}}]}]");
        try (Service service = pod.start(Map.of("our-pipelines", definitions))) {
            assertThat(service.curl("/api/pipelines/users").status()).isEqualTo(200);
        }
    }

    @Test
    void itStopsWithinTheGracePeriodWhateverItsItemsDo() throws Exception {
        RenderedPod pod = RenderedPod.of("volume-values.yaml", root, "--set", "drainSeconds=2");
        Map<String, String> definitions =
                Map.of("users.yaml", "stages: [{name: A, tasks: [{task: delay, with: {seconds: 3600}}]}]");
        try (Service service = pod.start(Map.of("our-pipelines", definitions))) {
            assertThat(service.curl("/api/pipelines/users/runs", "-H", "Content-Type: application/json", "-d", "[1]")
                            .status())
                    .isEqualTo(201);
            await(
                    () -> service.curl(pod.object("ScaledObject")
                                            .at("/spec/triggers/0/metadata/url")
                                            .asText()
                                            .replaceFirst("^http://[^/]+", ""))
                                    .json()
                                    .path("in_progress")
                                    .asInt()
                            == 1,
                    "the item is in work");

            service.terminate();

            // the drain limit unless told otherwise is longer than this
            assertThat(pod.afterTermination()).isLessThan(Duration.ofSeconds(30));
            service.awaitExit(pod.afterTermination());
            assertThat(service.log()).anyMatch(line -> line.contains("after 2.0 s (antflow.engine.drain-limit)"));
            assertThat(Files.exists(pod.path("/var/lib/antflow"))).isTrue();
        }
    }

    private static Answer call(Service service, String key, String path, String... options) throws Exception {
        String[] all = new String[options.length + 2];
        all[0] = "-H";
        all[1] = "Authorization: Bearer " + key;
        System.arraycopy(options, 0, all, 2, options.length);
        return service.curl(path, all);
    }

    private static String key(String name, String role, String key) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return name + " " + role + " " + HexFormat.of().formatHex(digest) + "\n";
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, String what) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%s after %s", what, LIMIT).isLessThan(deadline);
            Thread.sleep(100);
        }
    }
}
