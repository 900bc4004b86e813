package io.antflow.e2e;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.e2e.MisbehavingApi.Said;
import io.antflow.tasks.http.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code deploy/examples}, in the packaged service, against services that misbehave: all that can be saved
 * is, nothing twice, the limits hold as the other side counts, and every failure is explained. Of an example only the
 * address is changed.
 */
@Timeout(300)
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("deploy", "examples");
    private static final String TEN_MEGABYTES = "{\"pad\": \"%s\"}".formatted("p".repeat(10_000_000));
    private static final String TOO_LARGE =
            "the answer has more than 1048576 bytes (it has %d): max_response_bytes says how many are taken"
                    .formatted(TEN_MEGABYTES.length());
    private static final String SECRET = "s3cret-of-the-operator";

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    /** The service with that example alone, its host being the one on loopback, configured as the README says. */
    private Service start(String example, String host, String credential, MisbehavingApi api, Map<String, String> auth)
            throws Exception {
        Path folder = Files.createDirectory(directory.resolve("pipelines"));
        String yaml = Files.readString(EXAMPLES.resolve(example));
        assertThat(yaml).contains("https://" + host + "/");
        Files.writeString(folder.resolve(example), yaml.replace("https://" + host, api.origin()));
        String prefix = "ANTFLOW_HTTP_CREDENTIALS_" + credential;
        Map<String, String> environment = new HashMap<>();
        environment.put("ANTFLOW_PIPELINES_DIR", folder.toString());
        environment.put("ANTFLOW_HTTP_ALLOW", "loopback");
        environment.put(prefix + "_ORIGINS", api.origin());
        auth.forEach((key, value) -> environment.put(prefix + key, value));
        return Service.start(data(), environment);
    }

    private static String submit(Service service, String pipeline, List<String> items) throws Exception {
        Path file = Files.createTempFile(pipeline, ".ndjson");
        try {
            Files.write(file, items);
            Answer answer = service.curl(
                    "/api/pipelines/" + pipeline + "/runs",
                    "-H",
                    "Content-Type: application/x-ndjson",
                    "--data-binary",
                    "@" + file);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            assertThat(answer.json().path("accepted").asInt()).isEqualTo(items.size());
            return answer.json().path("id").asText();
        } finally {
            Files.delete(file);
        }
    }

    private static JsonNode awaitEnd(Service service, String run) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (true) {
            JsonNode now = service.curl("/api/runs/" + run).json();
            if (!now.path("finished_at").isNull() && !now.path("finished_at").isMissingNode()) {
                return now;
            }
            assertThat(System.nanoTime()).as("the run ends: %s", now).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    /** What became of the items: the error of each that failed, by its id; and all agrees with the totals. */
    private static Map<String, String> failures(Service service, String run, int items, int failed) throws Exception {
        JsonNode snapshot = service.curl("/api/runs/" + run + "/snapshot").json();
        Conservation.check(snapshot);
        assertThat(snapshot.path("total_items").asInt()).isEqualTo(items);
        assertThat(snapshot.at("/pipeline_stats/items_failed").asInt()).isEqualTo(failed);
        assertThat(snapshot.at("/pipeline_stats/items_processed").asInt()).isEqualTo(items - failed);
        JsonNode errors = service.curl("/api/runs/" + run + "/errors").json();
        assertThat(errors.path("total_failed").asInt()).isEqualTo(failed);
        Map<String, String> byId = new TreeMap<>();
        errors.path("failed_items")
                .forEach(item -> byId.put(
                        item.path("item_id").asText(),
                        item.path("error_type").asText().replaceFirst(".*\\.", "") + ": "
                                + item.path("error").asText()));
        assertThat(byId).hasSize(failed);
        return byId;
    }

    private static void assertNoSecret(Service service, String run, String secret) throws Exception {
        String all = service.curl("/api/runs/" + run + "/errors").body()
                + service.curl("/api/runs/" + run + "/events", "-H", "Accept: text/event-stream")
                        .body()
                + service.curl("/api/runs/" + run + "/results").body()
                + String.join("\n", service.log());
        assertThat(all).contains("completed").doesNotContain(secret);
    }

    /** Every thing that is asked for meets up to two faults, another mixture each. */
    private static Fault atFirst(String what, int before) {
        Fault[] faults = Fault.values();
        return before > 1 ? Fault.NONE : faults[Math.floorMod(what.hashCode() / 7 + before * 3, faults.length)];
    }

    private static Said refusedWithout(String header, String value, RawServer.Request request, Said otherwise) {
        return value.equals(request.headers().get(header)) ? otherwise : Said.of(401, "{\"error\": \"who are you?\"}");
    }

    @Test
    void batchesAreUploadedTwoAtATimeAwaitedDownloadedAndSaved() throws Exception {
        int items = 60;
        Set<String> created = ConcurrentHashMap.newKeySet();
        Map<String, AtomicInteger> looks = new ConcurrentHashMap<>();
        CountDownLatch progressSeen = new CountDownLatch(1);
        MisbehavingApi.Service batches = request -> {
            String path = request.resource().substring("/v1/batches".length());
            if (request.method().equals("POST")) {
                String key = request.headers().get("idempotency-key");
                if (key.equals("b-13")) {
                    return Said.of(422, "{\"error\": \"a row has no name\"}");
                }
                created.add(key);
                return Said.of(201, "{\"id\": \"x-%s\"}".formatted(key));
            }
            String id = path.split("/")[1].substring(2);
            if (path.endsWith("/result")) {
                return id.equals("b-14") ? Said.of(404, "{\"error\": \"expired\"}") : Said.of(200, result(id));
            }
            if (id.equals("b-12")) {
                return Said.of(
                        200, "{\"status\": \"failed\", \"processed\": 3, \"total\": 5, \"error\": \"row 4 is bad\"}");
            }
            boolean held = id.equals("b-0") && progressSeen.getCount() > 0;
            int processed = held
                    ? 1
                    : 2 * looks.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
            return Said.of(
                    200,
                    "{\"status\": \"%s\", \"processed\": %d, \"total\": 5}"
                            .formatted(processed < 5 ? "validating" : "done", Math.min(processed, 5)));
        };
        Path token = Files.writeString(directory.resolve("token"), SECRET + "\n");
        try (MisbehavingApi api = new MisbehavingApi(
                        request ->
                                refusedWithout("authorization", "Bearer " + SECRET, request, batches.answer(request)),
                        ExamplesIT::atFirst);
                Service service = start(
                        "batches.yaml",
                        "batches.example.com",
                        "BATCHES",
                        api,
                        Map.of("_TYPE", "bearer", "_SECRET_FILE", token.toString()))) {
            String run = submit(
                    service,
                    "batches",
                    IntStream.range(0, items)
                            .mapToObj(i -> "{\"id\": \"b-%d\", \"rows\": [{\"n\": %d}]}".formatted(i, i))
                            .toList());
            awaitText(service, "/api/runs/" + run + "/snapshot", "validating 1/5");
            progressSeen.countDown();
            awaitEnd(service, run);

            String batch = api.origin() + "/v1/batches";
            assertThat(failures(service, run, items, 4))
                    .containsEntry(
                            "b-11",
                            "ResponseTooLargeException: GET %s/x-b-11/result: the answer has more than 16000000 bytes (it has %d): max_response_bytes says how many are taken"
                                    .formatted(batch, result("b-11").length()))
                    .containsEntry(
                            "b-12",
                            "PollFailedException: GET %s/x-b-12: fail_if holds: failed 3/5 row 4 is bad"
                                    .formatted(batch))
                    .containsEntry(
                            "b-13",
                            "UnexpectedStatusException: POST %s: answered 422 Said with \"{\"error\": \"a row has no name\"}\""
                                    .formatted(batch))
                    .containsEntry(
                            "b-14",
                            "UnexpectedStatusException: GET %s/x-b-14/result: answered 404 Said with \"{\"error\": \"expired\"}\""
                                    .formatted(batch));
            Set<String> saved = ids("b-", items);
            saved.removeAll(Set.of("b-11", "b-12", "b-13", "b-14"));
            assertThat(savedIn("batches"))
                    .isEqualTo(saved.stream().map(id -> id + ".json").collect(toSet()));
            for (String id : saved) {
                assertThat(Curl.JSON.readTree(
                                data().resolve("batches").resolve(id + ".json").toFile()))
                        .isEqualTo(Curl.JSON.readTree(result(id)));
            }
            Set<String> wanted = ids("b-", items);
            wanted.remove("b-13");
            assertThat(created).isEqualTo(wanted);
            assertThat(api.mostAtOnce("POST")).isEqualTo(2);
            assertThat(api.impatient()).isEmpty();
            assertThat(api.met()).containsExactlyInAnyOrder(Fault.values());
            assertNoSecret(service, run, SECRET);
        }
    }

    /** What comes of a batch: ten megabytes of one, more than the example takes of another. */
    private static String result(String id) {
        int pad = switch (id) {
            case "b-10" -> 10_000_000;
            case "b-11" -> 17_000_000;
            default -> 10;
        };
        return "{\"batch\": \"x-%s\", \"rows\": [{\"ok\": true}], \"pad\": \"%s\"}".formatted(id, "p".repeat(pad));
    }

    @Test
    void pricesAreAskedForWithinTheLimitsOfTheApi() throws Exception {
        int items = 200;
        int rate = 50;
        int workers = 10;
        MisbehavingApi.Service prices = request -> {
            int n = Integer.parseInt(request.resource().replaceAll(".*/p-(\\d+)\\?.*", "$1"));
            if (n == 5) {
                return Said.of(400, "{\"error\": \"no such currency here\"}");
            }
            if (n == 4) {
                return Said.of(200, TEN_MEGABYTES);
            }
            return n % 10 == 9
                    ? Said.of(404, "{\"error\": \"unknown\"}")
                    : Said.of(200, "{\"amount\": %d.50, \"currency\": \"EUR\"}".formatted(n));
        };
        MisbehavingApi.Plan plan = (what, before) -> switch (what) {
            case "GET /v2/products/p-6?currency=EUR" -> Fault.DOWN;
            case "GET /v2/products/p-7?currency=EUR" -> Fault.CUT_JSON;
            default -> atFirst(what, before);
        };
        try (MisbehavingApi api = new MisbehavingApi(
                        request -> refusedWithout("x-api-key", SECRET, request, prices.answer(request)), plan);
                Service service = start(
                        "prices.yaml",
                        "prices.example.com",
                        "PRICES",
                        api,
                        Map.of("_TYPE", "api-key", "_SECRET", SECRET))) {
            long begin = System.nanoTime();
            String run = submit(
                    service,
                    "prices",
                    IntStream.range(0, items)
                            .mapToObj(i -> "{\"sku\": \"p-%d\", \"id\": \"p-%d\"}".formatted(i, i))
                            .toList());
            awaitEnd(service, run);

            String product = "GET " + api.origin() + "/v2/products/";
            assertThat(failures(service, run, items, 4))
                    .containsEntry(
                            "p-4", "ResponseTooLargeException: %sp-4?currency=…: %s".formatted(product, TOO_LARGE))
                    .containsEntry(
                            "p-5",
                            "UnexpectedStatusException: %sp-5?currency=…: answered 400 Said with \"{\"error\": \"no such currency here\"}\""
                                    .formatted(product))
                    .containsEntry(
                            "p-6",
                            "RetryableStatusException: %sp-6?currency=…: answered 503 Said with \"maintenance\""
                                    .formatted(product))
                    .hasEntrySatisfying(
                            "p-7",
                            error -> assertThat(error)
                                    .startsWith("InvalidResponseException: %sp-7?currency=…: ".formatted(product))
                                    .contains("the answer's JSON is cut"));
            assertThat(api.timesAsked("GET /v2/products/p-5?currency=EUR")).isBetween(1, 3);
            assertThat(api.timesAsked("GET /v2/products/p-6?currency=EUR")).isEqualTo(6);
            assertThat(api.timesAsked("GET /v2/products/p-7?currency=EUR")).isEqualTo(6);
            assertThat(skipped(service, run)).isEqualTo(items / 10);
            List<String> lines = Files.readAllLines(data().resolve("prices.ndjson"));
            assertThat(lines)
                    .doesNotHaveDuplicates()
                    .hasSize(items - items / 10 - 4)
                    .contains("{\"sku\":\"p-8\",\"price\":8.50,\"currency\":\"EUR\"}");

            assertThat(api.mostAtOnce("GET")).isLessThanOrEqualTo(workers);
            long[] arrivals = api.arrivals("GET");
            for (int i = 0; i < arrivals.length; i++) {
                // A request can come late, never early.
                assertThat(arrivals[i] - begin).as("arrival %d", i).isGreaterThanOrEqualTo(i * 1_000_000_000L / rate);
                // Those that come late crowd those after them: at most one for each worker.
                int late = i + rate + workers + 1;
                if (late < arrivals.length) {
                    assertThat(arrivals[late] - arrivals[i])
                            .as("a second from %d on", i)
                            .isGreaterThan(1_000_000_000L);
                }
            }
            assertThat(api.impatient()).isEmpty();
            assertThat(api.met()).containsExactlyInAnyOrder(Fault.values());
            assertNoSecret(service, run, SECRET);
        }
    }

    @Test
    void contactsOfACsvFileAreTidiedCheckedAndDelivered() throws Exception {
        Map<String, JsonNode> delivered = new ConcurrentHashMap<>();
        MisbehavingApi.Service crm = request -> {
            String id = request.resource().substring("/contacts/".length());
            if (id.equals("18")) {
                return Said.of(409, "{\"error\": \"locked\"}");
            }
            delivered.put(id, Answer.parse(request.text()));
            return Said.of(200, id.equals("19") ? TEN_MEGABYTES : "{\"ok\": true}");
        };
        String basic = Base64.getEncoder().encodeToString(("antflow:" + SECRET).getBytes(StandardCharsets.UTF_8));
        try (MisbehavingApi api = new MisbehavingApi(
                        request -> refusedWithout("authorization", "Basic " + basic, request, crm.answer(request)),
                        (what, before) -> what.equals("PUT /contacts/20") && before == 0
                                ? Fault.RESET // which nobody else meets here
                                : atFirst(what, before));
                Service service = start(
                        "contacts.yaml",
                        "crm.example.com",
                        "CRM",
                        api,
                        Map.of("_TYPE", "basic", "_USER", "antflow", "_SECRET", SECRET))) {
            String run = submit(service, "contacts", rowsOfTheCsvFile());
            awaitEnd(service, run);

            Map<String, String> failures = failures(service, run, 20, 8);
            assertThat(failures.keySet()).containsExactlyInAnyOrder("6", "7", "12", "13", "16", "x17", "18", "19");
            assertThat(failures.get("19"))
                    .isEqualTo("ResponseTooLargeException: PUT %s/contacts/19: %s".formatted(api.origin(), TOO_LARGE));
            assertThat(failures.get("18"))
                    .isEqualTo(
                            "UnexpectedStatusException: PUT %s/contacts/18: answered 409 Said with \"{\"error\": \"locked\"}\""
                                    .formatted(api.origin()));
            Map.of("6", "email", "7", "name", "12", "age", "13", "age", "16", "country", "x17", "id")
                    .forEach((id, field) -> assertThat(failures.get(id)).contains(field));
            assertThat(skipped(service, run)).isEqualTo(3);
            assertThat(delivered.keySet())
                    .containsExactlyInAnyOrder("1", "2", "3", "5", "8", "9", "10", "14", "19", "20");
            assertThat(delivered.get("2"))
                    .isEqualTo(
                            Answer.parse(
                                    "{\"id\":\"2\",\"name\":\"Grace Hopper\",\"email\":\"grace@example.com\",\"age\":85,\"country\":\"US\"}"));
            assertThat(delivered.get("9").path("name").asText()).isEqualTo("Edsger \"E.W.\" Dijkstra");
            assertThat(delivered.get("5").path("age").isNull()).isTrue();
            assertThat(savedIn("contacts"))
                    .containsExactlyInAnyOrder(
                            "GB.ndjson", "US.ndjson", "FR.ndjson", "DE.ndjson", "SE.ndjson", "NL.ndjson", "AT.ndjson");
            assertThat(Files.readAllLines(data().resolve("contacts/GB.ndjson"))).hasSize(2);
            assertThat(api.impatient()).isEmpty();
            assertThat(api.met()).containsExactlyInAnyOrder(Fault.values());
            assertNoSecret(service, run, SECRET);
            assertNoSecret(service, run, basic);
        }
    }

    /** By the command of the README. */
    private static List<String> rowsOfTheCsvFile() throws Exception {
        String command = Files.readAllLines(EXAMPLES.resolve("README.md")).stream()
                .filter(line -> line.startsWith("python3 "))
                .findFirst()
                .orElseThrow()
                .replace(" > contacts.ndjson", "");
        Process python = new ProcessBuilder("sh", "-c", command)
                .directory(EXAMPLES.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> rows = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(python.waitFor()).isZero();
        return rows;
    }

    @Test
    void withTheCredentialsOfTheReadmeTheyAreValidAsTheyAre() throws Exception {
        try (Service service = Service.start(
                data(),
                "antflow.http.credentials.batches.type=bearer",
                "antflow.http.credentials.batches.secret=s",
                "antflow.http.credentials.batches.origins=https://batches.example.com",
                "antflow.http.credentials.prices.type=api-key",
                "antflow.http.credentials.prices.secret=s",
                "antflow.http.credentials.prices.origins=https://prices.example.com",
                "antflow.http.credentials.crm.type=basic",
                "antflow.http.credentials.crm.user=antflow",
                "antflow.http.credentials.crm.secret=s",
                "antflow.http.credentials.crm.origins=https://crm.example.com")) {
            for (String example : List.of("batches", "prices", "contacts")) {
                Answer answer = service.curl(
                        "/api/pipelines/validate",
                        "-H",
                        "Content-Type: application/yaml",
                        "--data-binary",
                        "@" + EXAMPLES.resolve(example + ".yaml"));

                assertThat(answer.json().path("valid").asBoolean())
                        .as("%s: %s", example, answer.body())
                        .isTrue();
            }
        }
    }

    private static void awaitText(Service service, String path, String text) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        String body = "";
        while (!body.contains(text)) {
            assertThat(System.nanoTime()).as("'%s' in %s", text, body).isLessThan(deadline);
            Thread.sleep(50);
            body = service.curl(path).body();
        }
    }

    private static long skipped(Service service, String run) throws Exception {
        long skipped = 0;
        for (JsonNode result : service.curl("/api/runs/" + run + "/results").json()) {
            skipped += result.path("skipped").isObject() ? 1 : 0;
        }
        return skipped;
    }

    private static Set<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(toSet());
    }

    private Set<String> savedIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(data().resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).collect(toSet());
        }
    }
}
