package io.antflow.benchmark;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the ways to package the service start, what they hold of the machine, and how fast they are when asked over HTTP. All take
 * turns, round by round, each as a process of its own. {@code src/jmh/start} makes them and calls this.
 */
public final class StartBenchmark {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String PIPELINE = """
            {"stages": [{"name": "A", "workers": 10, "tasks": [{"task": "transform", "with": {"jq": "{n: .n, a: (.n + 1)}"}}]},
                        {"name": "B", "workers": 10, "tasks": [{"task": "filter", "with": {"keep": ".a > 0"}}]},
                        {"name": "C", "workers": 10, "tasks": [{"task": "transform", "with": {"jq": ".a"}}]}]}""";

    /** What is measured; less is better, but for the last. */
    private enum Measure {
        START("start to first answer, ms"),
        START_CPU("processor time of the start, ms"),
        REST("memory at rest, MiB"),
        LOADED("memory under load, MiB"),
        FIRST_CPU("processor time of one of the first items, µs"),
        LATER_CPU("processor time of one item later, µs"),
        LATER("items a second later");

        private final String title;

        Measure(String title) {
            this.title = title;
        }
    }

    private final int items;
    private final String body;

    private StartBenchmark(int items) {
        this.items = items;
        this.body = IntStream.range(0, items)
                .mapToObj("{\"id\": %1$d, \"value\": {\"n\": %1$d}}\n"::formatted)
                .collect(Collectors.joining());
    }

    /** @param arguments rounds, items of a run, and for each way a name, the folder that it starts in, and a command */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        StartBenchmark benchmark = new StartBenchmark(Integer.parseInt(arguments[1]));
        Map<String, Map<Measure, List<Double>>> all = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int i = 2; i < arguments.length; i += 3) {
                Map<Measure, Double> once =
                        benchmark.measure(Path.of(arguments[i + 1]), List.of(arguments[i + 2].split(" ")));
                System.err.println("round " + (round + 1) + " " + arguments[i] + " " + once);
                Map<Measure, List<Double>> series = all.computeIfAbsent(arguments[i], name -> new LinkedHashMap<>());
                once.forEach((measure, value) -> series.computeIfAbsent(measure, any -> new ArrayList<>())
                        .add(value));
            }
        }
        for (Measure measure : Measure.values()) {
            print(measure, all);
        }
    }

    private static void print(Measure measure, Map<String, Map<Measure, List<Double>>> all) {
        double reference = median(all.values().iterator().next().get(measure));
        System.out.printf(
                "| %s | median | of the first row | all runs |%n| --- | ---: | ---: | --- |%n", measure.title);
        all.forEach((name, series) -> {
            List<Double> values = series.get(measure);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f %% | %s |%n",
                    name,
                    median(values),
                    100 * median(values) / reference,
                    values.stream()
                            .map(value -> String.format(Locale.ROOT, "%.0f", value))
                            .collect(Collectors.joining(" ")));
        });
        System.out.println();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private Map<Measure, Double> measure(Path folder, List<String> command) throws Exception {
        int port = freePort();
        List<String> whole = new ArrayList<>(command);
        // Before -jar, which comes last; an executable takes them, too.
        whole.addAll(
                whole.contains("-jar") ? whole.indexOf("-jar") : whole.size(),
                List.of(
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.banner.enabled=false"));
        Map<Measure, Double> seen = new LinkedHashMap<>();
        long from = System.nanoTime();
        Process process = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            URI service = URI.create("http://127.0.0.1:" + port);
            awaitReady(service, process);
            seen.put(Measure.START, (System.nanoTime() - from) / 1e6);
            seen.put(Measure.START_CPU, cpuMillis(process));
            Thread.sleep(3_000);
            seen.put(Measure.REST, memory(process, "VmRSS"));
            send(HttpRequest.newBuilder(service.resolve("/api/pipelines/load"))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(PIPELINE))
                    .build());
            seen.put(Measure.FIRST_CPU, run(service, process)[0]);
            for (int i = 0; i < 3; i++) {
                run(service, process);
            }
            double[] later = run(service, process);
            seen.put(Measure.LATER_CPU, later[0]);
            seen.put(Measure.LATER, later[1]);
            seen.put(Measure.LOADED, memory(process, "VmHWM"));
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        return seen;
    }

    /** All items in one request whose answer is the stream of results: processor time of one in µs, and items a second. */
    private double[] run(URI service, Process process) throws Exception {
        double cpu = cpuMillis(process);
        long from = System.nanoTime();
        HttpResponse<String> results = send(HttpRequest.newBuilder(service.resolve("/api/pipelines/load/runs"))
                .header("Content-Type", "application/x-ndjson")
                .header("Accept", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body))
                .build());
        double seconds = (System.nanoTime() - from) / 1e9;
        long lines = results.body().lines().count();
        if (lines != items) {
            throw new IllegalStateException("%d results of %d items".formatted(lines, items));
        }
        return new double[] {(cpuMillis(process) - cpu) * 1e3 / items, items / seconds};
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static void awaitReady(URI service, Process process) throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(service.resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (process.isAlive()) {
            try {
                if (HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(5); // nobody listens yet
            }
        }
        throw new IllegalStateException(
                "it ended at its start: " + process.info().commandLine());
    }

    /** In user and kernel mode, since its start; a tick is a hundredth of a second. */
    private static double cpuMillis(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return 10.0 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    private static double memory(Process process, String line) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(each -> each.startsWith(line + ":"))
                            .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
