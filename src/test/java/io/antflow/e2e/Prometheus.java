package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.deploy.Rules;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The real Prometheus, with the configuration and the rules as they are deployed but for target, port and interval, on a
 * free port with a fresh data directory. Its log is kept under {@code target/e2e}.
 */
final class Prometheus implements AutoCloseable {

    /** How often it scrapes and evaluates. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String PROGRAM = "prometheus";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test where the program is not installed; but there must be no such place in CI. */
    static void required() {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, PROGRAM).canExecute());
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("%s is installed", PROGRAM).isTrue();
        }
        assumeThat(installed)
                .as("this test needs %s (Debian's package of that name)", PROGRAM)
                .isTrue();
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder where it may write
     * @param target host and port of the service
     * @param options more of its command line
     */
    static Prometheus start(Path folder, String target, String... options) throws IOException, InterruptedException {
        return start(folder, target, UnaryOperator.identity(), options);
    }

    /**
     * The same, with other alerts.
     *
     * @param alerts makes them of those that are deployed
     */
    static Prometheus start(Path folder, String target, UnaryOperator<String> alerts, String... options)
            throws IOException, InterruptedException {
        try (var files = Files.list(Rules.FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path alertRules = folder.resolve("antflow-alerts.yml");
        Files.writeString(alertRules, alerts.apply(Files.readString(alertRules)));
        Path configuration = folder.resolve("prometheus.yml");
        String deployed = Files.readString(configuration);
        assertThat(deployed).contains("\"localhost:8080\"").contains("_interval: 15s");
        Files.writeString(
                configuration,
                deployed.replace("localhost:8080", target)
                        .replace("_interval: 15s", "_interval: " + INTERVAL.toSeconds() + "s"));
        int port = freePort();
        Path log = Files.createTempFile(Files.createDirectories(Path.of("target", "e2e")), "prometheus-", ".log");
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port);
        try {
            prometheus.awaitReady(log);
        } catch (AssertionError | IOException | InterruptedException e) {
            prometheus.close();
            throw e;
        }
        return prometheus;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("prometheus ended at its start:\n" + Files.readString(log));
            }
            Process asked = Curl.start(url("/-/ready"), "--fail", "-o", "/dev/null");
            asked.getInputStream().readAllBytes();
            if (asked.waitFor() == 0) {
                return;
            }
        }
        throw new AssertionError("prometheus was not ready within " + START_LIMIT + ":\n" + Files.readString(log));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The series of a query at this moment; fails when Prometheus finds an error in it. */
    JsonNode now(String expr) throws IOException, InterruptedException {
        return data(expr, "/api/v1/query", "--data-urlencode", "query=" + expr).path("result");
    }

    /** The series of a query over the last seconds, a value for each; fails when Prometheus finds an error in it. */
    JsonNode over(Duration last, String expr) throws IOException, InterruptedException {
        double end = System.currentTimeMillis() / 1000.0;
        return data(
                        expr,
                        "/api/v1/query_range",
                        "--data-urlencode",
                        "query=" + expr,
                        "-d",
                        "start=" + (end - last.toSeconds()),
                        "-d",
                        "end=" + end,
                        "-d",
                        "step=" + INTERVAL.toSeconds())
                .path("result");
    }

    /** The values that a label has among these series. */
    JsonNode values(String label, String series) throws IOException, InterruptedException {
        return data(series, "/api/v1/label/" + label + "/values", "-G", "--data-urlencode", "match[]=" + series);
    }

    /** Waits until it has exemplars of that metric, and gives those. */
    JsonNode awaitExemplars(String metric) throws IOException, InterruptedException {
        while (true) {
            double now = System.currentTimeMillis() / 1000.0;
            JsonNode found = data(
                    metric,
                    "/api/v1/query_exemplars",
                    "--data-urlencode",
                    "query=" + metric,
                    "-d",
                    "start=" + (now - Duration.ofMinutes(5).toSeconds()),
                    "-d",
                    "end=" + now);
            if (!found.isEmpty()) {
                return found;
            }
            process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** All rules, with what became of them. */
    JsonNode rules() throws IOException, InterruptedException {
        return data("rules", "/api/v1/rules").path("groups");
    }

    private JsonNode data(String what, String path, String... options) throws IOException, InterruptedException {
        Answer answer = Curl.call(url(path), options);
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).as(what).isEqualTo("success");
        assertThat(answer.json().path("warnings")).as("warnings for %s", what).isEmpty();
        return answer.json().path("data");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
