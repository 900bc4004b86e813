package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service as it was packaged, started as a process of its own on a free port with a data directory of its own. Its
 * log is kept under {@code target/e2e}.
 */
final class Service implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Path LOGS = Path.of("target", "e2e");

    private final Process process;
    private final Path log;
    private final int port;

    private Service(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param dataDirectory where it may write
     * @param settings configuration, {@code name=value}
     */
    static Service start(Path dataDirectory, String... settings) throws IOException, InterruptedException {
        return start(dataDirectory, Map.of(), settings);
    }

    /** Like {@link #start(Path, String...)}, with more variables in its environment. */
    static Service start(Path dataDirectory, Map<String, String> environment, String... settings)
            throws IOException, InterruptedException {
        return start(properties(dataDirectory, settings), environment);
    }

    /** Starts it with nothing but what the environment says: a platform's way. */
    static Service inEnvironment(Map<String, String> environment) throws IOException, InterruptedException {
        return start(List.of(), environment);
    }

    private static Service start(List<String> properties, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = newLog();
        Process process = launch(log, properties, environment);
        Service service = new Service(process, log, awaitPort(process, log));
        assertThat(service.curl("/q/health/ready").status()).as("readiness").isEqualTo(200);
        return service;
    }

    /** Starts it with settings that it must refuse; what it says before it ends. */
    static String refusal(Path dataDirectory, String... settings) throws IOException, InterruptedException {
        Path log = newLog();
        Process process = launch(log, properties(dataDirectory, settings), Map.of());
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the service did not refuse " + List.of(settings));
        }
        assertThat(process.exitValue()).isNotZero();
        return Files.readString(log);
    }

    private static Path newLog() throws IOException {
        Files.createDirectories(LOGS);
        return Files.createTempFile(LOGS, "service-", ".log");
    }

    private static Process launch(Path log, List<String> properties, Map<String, String> environment)
            throws IOException {
        ProcessBuilder process = new ProcessBuilder(command(properties))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        process.environment().putAll(environment);
        return process.start();
    }

    private static List<String> properties(Path dataDirectory, String... settings) {
        List<String> properties = new ArrayList<>();
        properties.add("-Dquarkus.http.host=127.0.0.1");
        properties.add("-Dquarkus.http.port=0");
        properties.add("-Dantflow.data-dir=" + dataDirectory);
        for (String setting : settings) {
            properties.add("-D" + setting);
        }
        return properties;
    }

    private static List<String> command(List<String> properties) throws IOException {
        Properties artifact = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target", "quarkus-artifact.properties"))) {
            artifact.load(in);
        }
        String path = Path.of("target", artifact.getProperty("path")).toString();
        List<String> command = new ArrayList<>();
        if ("native".equals(artifact.getProperty("type"))) {
            command.add(path);
            command.addAll(properties);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx512m");
            command.addAll(properties);
            command.add("-jar");
            command.add(path);
        }
        return command;
    }

    private static int awaitPort(Process process, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the service ended at its start:\n" + Files.readString(log));
            }
        }
        process.destroyForcibly();
        throw new AssertionError("the service did not start within " + START_LIMIT + ":\n" + Files.readString(log));
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** The address of what is at that path. */
    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Asks with curl and waits for the answer. */
    Answer curl(String path, String... options) throws IOException, InterruptedException {
        return Curl.call(url(path), options);
    }

    /** Follows a stream with {@code curl -N}. */
    EventStream follow(String path, String... options) throws IOException {
        return EventStream.follow(url(path), options);
    }

    /** Asks it to stop, as an orchestrator or Ctrl-C does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it without a warning: {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Lets it do nothing any more, its connections stay: as a machine does that hangs. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Ends a {@link #freeze}. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits until it has ended; its exit status. */
    int awaitExit(Duration limit) throws InterruptedException {
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("the service ended within %s", limit)
                .isTrue();
        return process.exitValue();
    }

    /** What it holds of the machine's memory, in MiB. */
    long residentMebibytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What it has logged so far. */
    List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    /** The lines of its log that say that something went wrong. */
    List<String> complaints() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line ->
                            line.contains(" ERROR ") || line.startsWith("\tat ") || line.contains("OutOfMemoryError"))
                    .toList();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
