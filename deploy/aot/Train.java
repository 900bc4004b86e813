/*
 * Trains the AOT cache of the packaged service: runs it with the demo, asks for what clients, people, probes and Prometheus
 * ask for, ends it, and so gets app.aot beside quarkus-run.jar. A cache serves only the Java, the jars (time stamps included) and
 * the flags that it was trained with.
 *   java deploy/aot/Train.java APP JAVA [FLAG...]
 * APP: the folder quarkus-app; JAVA: the java that is to run it later, and its flags. Needs a JDK 25 or later and no other tool,
 * since images of JDKs have none.
 */
import module java.net.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

final Duration STREAMS_ARE_READ = Duration.ofSeconds(10);
final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
String service;

void main(String... arguments) throws Exception {
    Path app = Path.of(arguments[0]);
    Path cache = app.resolve("app.aot");
    Files.deleteIfExists(cache);
    Path work = Files.createTempDirectory("training");
    Path log = work.resolve("log");
    int port = freePort();
    service = "http://127.0.0.1:" + port;

    List<String> command = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    command.addAll(List.of(
            "-XX:AOTCacheOutput=app.aot",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dantflow.demo=true",
            "-Dantflow.data-dir=" + work,
            "-Dantflow.pipelines.dir=" + work,
            "-Dantflow.engine.drain-limit=1s",
            "-jar",
            "quarkus-run.jar"));
    Process process = new ProcessBuilder(command)
            .directory(app.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
        awaitReady(process);
        useAll();
        process.destroy();
        process.waitFor();
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the service ended and left no " + cache);
        }
    } catch (Exception e) {
        process.destroyForcibly().waitFor();
        IO.println(Files.readString(log));
        throw e;
    }
    IO.println("%s: %d MB".formatted(cache, Files.size(cache) >> 20));
}

int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
    }
}

void awaitReady(Process process) throws Exception {
    while (process.isAlive()) {
        try {
            ask("/q/health/ready");
            return;
        } catch (ConnectException e) {
            Thread.sleep(100);
        }
    }
    throw new IllegalStateException("the service does not start");
}

void useAll() throws Exception {
    Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(ask("/api/runs?pipeline=users"));
    if (!id.find()) {
        throw new IllegalStateException("the demo has not started");
    }
    String demo = "/api/runs/" + id.group(1);
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> streams = List.of(
                readers.submit(() -> follow(demo + "/snapshots?interval=0.1", "text/event-stream")),
                readers.submit(() -> follow(demo + "/events", "text/event-stream")),
                readers.submit(() -> follow(demo + "/results", "application/x-ndjson")),
                readers.submit(() -> follow("/api/dashboard?interval=0.1", "text/plain")));
        runsOfItsOwn();
        for (int round = 0; round < 3; round++) {
            for (String path : List.of("/", "/q/health", "/q/metrics", "/q/openapi", "/api/pipelines", "/api/pipelines/training",
                    "/api/tasks", "/api/runs", "/api/definition-files", "/api/dashboard?once=true", "/api/schema/pipeline.json",
                    demo, demo + "/items?limit=50", demo + "/errors", demo + "/snapshot")) {
                ask(path);
            }
        }
        for (Future<?> stream : streams) {
            stream.get();
        }
    }
}

void runsOfItsOwn() throws Exception {
    send(to("/api/pipelines/training").header("Content-Type", "application/yaml").PUT(BodyPublishers.ofString("""
            stages:
              - {name: Ask, workers: 10, tasks: [{task: transform, with: {jq: "{n: (.n + 1), texts: [.text, \\"more\\"]}"}}], skip_if: .n < 0}
              - {name: Keep, workers: 2, tasks: [{task: fail, with: {probability: 0.01}}], task_attempts: 2, task_wait_seconds: 0.01}
            """)));
    String items = IntStream.range(0, 5000)
            .mapToObj(n -> "{\"id\": %1$d, \"value\": {\"n\": %1$d, \"text\": \"item %1$d\"}}\n".formatted(n))
            .collect(Collectors.joining());
    for (int round = 0; round < 3; round++) {
        send(start("application/x-ndjson", items).header("Prefer", "wait=60"));
        send(start("application/x-ndjson", items).header("Accept", "application/x-ndjson"));
        send(start("application/json", "[{\"id\": 1, \"value\": {\"n\": 1}}, 2]"));
    }
}

HttpRequest.Builder start(String type, String items) {
    return to("/api/pipelines/training/runs").header("Content-Type", type).POST(BodyPublishers.ofString(items));
}

HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(service + path));
}

String ask(String path) throws Exception {
    return send(to(path));
}

String send(HttpRequest.Builder request) throws Exception {
    return checked(client.send(request.build(), BodyHandlers.ofString())).body();
}

/** Reads a stream for a while, if it does not end before. */
Void follow(String path, String type) throws Exception {
    HttpResponse<InputStream> answer = checked(client.send(to(path).header("Accept", type).build(), BodyHandlers.ofInputStream()));
    Instant end = Instant.now().plus(STREAMS_ARE_READ);
    byte[] buffer = new byte[8192];
    try (InputStream stream = answer.body()) {
        while (Instant.now().isBefore(end) && stream.read(buffer) >= 0) {}
    }
    return null;
}

<T> HttpResponse<T> checked(HttpResponse<T> answer) {
    if (answer.statusCode() >= 300) {
        throw new IllegalStateException("%s: %d".formatted(answer.request(), answer.statusCode()));
    }
    return answer;
}
