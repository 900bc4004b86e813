package io.antflow.tracing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the service traces when tracing is on, from the request that starts a run to the calls that its tasks make. */
@QuarkusTest
@TestProfile(TracedApplication.Profile.class)
@Timeout(60)
class TracingResourceTest {

    private static final String CALLER = "b7ad6b7169203331";
    private static final String ACCEPTED_BY_PROMETHEUS = "application/openmetrics-text;version=1.0.0,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private final InMemorySpanExporter exporter;
    private final String trace = "%032x".formatted(new Random().nextLong(1, Long.MAX_VALUE));
    private final BlockingQueue<String> called = new LinkedBlockingQueue<>();
    private HttpServer server;

    TracingResourceTest(InMemorySpanExporter exporter) {
        this.exporter = exporter;
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            called.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            byte[] answer = "pong".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private RequestSpecification sampled() {
        return given().header("traceparent", "00-" + trace + "-" + CALLER + "-01");
    }

    private static String run(RequestSpecification request, String pipeline, String items) {
        return request.contentType("application/json")
                .header("Prefer", "wait=30")
                .body(items)
                .post("/api/pipelines/{pipeline}/runs", pipeline)
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private String call(String id) {
        return "{\"id\": \"%s\", \"value\": {\"url\": \"http://%s:%d/ping\"}}"
                .formatted(
                        id,
                        server.getAddress().getHostString(),
                        server.getAddress().getPort());
    }

    /** The spans of this test's trace, as soon as there are so many. */
    private Spans await(int count) {
        while (true) {
            List<SpanData> spans = ofTrace();
            if (spans.size() >= count) {
                return new Spans(spans);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            if (Thread.interrupted()) {
                throw new AssertionError("never %d spans, but %s".formatted(count, new Spans(spans).tree()));
            }
        }
    }

    private List<SpanData> ofTrace() {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    @Test
    void aTaskThatWaitsForItsCallHandsItsTraceOn() throws Exception {
        callsArePartOfTheTrace(TracedApplication.WAITING);
    }

    @Test
    void aTaskThatCallsAsynchronouslyHandsItsTraceOn() throws Exception {
        callsArePartOfTheTrace(TracedApplication.ASYNCHRONOUS);
    }

    @Test
    void theTaskHttpHandsItsTraceOn() throws Exception {
        String url = "http://%s:%d/ping"
                .formatted(
                        server.getAddress().getHostString(), server.getAddress().getPort());
        given().contentType("application/json")
                .body("""
                        {"stages": [{"name": "Call", "tasks": [{"task": "http", "name": "call", "with": {"url": "%s"}}]}]}""".formatted(url))
                .put("/api/pipelines/calls-from-data")
                .then()
                .statusCode(201);

        callsArePartOfTheTrace("calls-from-data");
    }

    private void callsArePartOfTheTrace(String pipeline) throws InterruptedException {
        run(sampled(), pipeline, "[" + call("x") + "," + call("y") + "]");

        Spans spans = await(8);
        assertThat(spans.tree())
                .containsExactly(
                        "POST /api/pipelines/{pipeline}/runs",
                        "  antflow.pipeline.run",
                        "    antflow.stage.Call x 1 Call-W0 completed",
                        "      antflow.task.call x 1 Call-W0 ok",
                        "        GET",
                        "    antflow.stage.Call y 1 Call-W0 completed",
                        "      antflow.task.call y 1 Call-W0 ok",
                        "        GET");
        assertThat(spans.named("POST /api/pipelines/{pipeline}/runs").getParentSpanId())
                .isEqualTo(CALLER);
        assertThat(List.of(called.take(), called.take()))
                .containsExactlyInAnyOrderElementsOf(spans.all().stream()
                        .filter(span -> span.getKind() == SpanKind.CLIENT)
                        .map(span -> "00-" + trace + "-" + span.getSpanId() + "-01")
                        .toList());
    }

    @Test
    void aRequestThatIsNotSampledLeavesNoSpanAndTasksHandThatOn() throws Exception {
        run(
                given().header("traceparent", "00-" + trace + "-" + CALLER + "-00"),
                TracedApplication.WAITING,
                Stream.of("a", "b", "c").map(this::call).toList().toString());
        List<String> handedOn = List.of(called.take(), called.take(), called.take());
        assertThat(handedOn)
                .allMatch(Pattern.compile("00-" + trace + "-[0-9a-f]{16}-00").asMatchPredicate());

        run(sampled(), TracedApplication.WAITING, "[]");
        assertThat(await(2).tree()).containsExactly("POST /api/pipelines/{pipeline}/runs", "  antflow.pipeline.run");
    }

    @Test
    void itemsThatAnotherRequestFeedsLinkToIt() {
        String run = sampled()
                .contentType("application/json")
                .body("[]")
                .post("/api/pipelines/{pipeline}/runs?open=true", TracedApplication.WAITING)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        sampled()
                .contentType("application/json")
                .body("[" + call("x") + "]")
                .post("/api/runs/{run}/items", run)
                .then()
                .statusCode(202);
        sampled().post("/api/runs/{run}/close", run).then().statusCode(202);

        Spans spans = await(7);
        assertThat(spans.named("antflow.stage.Call").getParentSpanId())
                .isEqualTo(spans.named("antflow.pipeline.run").getSpanId());
        assertThat(spans.named("antflow.stage.Call").getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId())
                        .isEqualTo(spans.named("POST /api/runs/{run}/items").getSpanId()));
    }

    @Test
    void whoOnlyWatchesIsNotTraced() {
        String run = run(given(), TracedApplication.FAILING, "[1]");
        for (String path : List.of(
                "/",
                "/q/health",
                "/q/metrics",
                "/api/runs/" + run + "/snapshots",
                "/api/runs/" + run + "/events",
                "/api/runs/" + run + "/results")) {
            sampled().get(path).then().extract();
        }
        sampled().get("/api/runs/{run}", run).then().statusCode(200);

        assertThat(await(1).tree()).containsExactly("GET /api/runs/{run}");
    }

    @Test
    void histogramsHaveTheirTracesAsExemplars() {
        run(sampled(), TracedApplication.MEASURED, "[1]");
        Spans spans = await(5);

        String page = given().header("Accept", ACCEPTED_BY_PROMETHEUS)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        List<SpanData> attempts = spans.all().stream()
                .filter(span -> span.getName().equals("antflow.task.fail"))
                .toList();
        String stage = spans.named("antflow.stage.Fail").getSpanId();
        assertThat(exemplar(page, "antflow_task_duration_seconds_bucket", "outcome=\"retried\""))
                .contains(attempts.getFirst().getSpanId())
                .contains(trace);
        assertThat(exemplar(page, "antflow_task_duration_seconds_bucket", "outcome=\"failed\""))
                .contains(attempts.getLast().getSpanId());
        assertThat(exemplar(page, "antflow_stage_wait_seconds_bucket", "stage=\"Fail\""))
                .contains(stage);
        assertThat(exemplar(page, "antflow_item_duration_seconds_bucket", "outcome=\"failed\""))
                .contains(stage);
    }

    private static String exemplar(String page, String metric, String label) {
        return page.lines()
                .filter(line ->
                        line.startsWith(metric + "{") && line.contains("pipeline=\"measured\"") && line.contains(label))
                .filter(line -> line.contains(" # {"))
                .map(line -> line.substring(line.indexOf(" # {")))
                .toList()
                .toString();
    }

    @Test
    void theLogLineOfAFailureTellsItsTrace() {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler recorder = new Recorder(records);
        Logger log = Logger.getLogger("io.antflow.failures");
        log.setLevel(Level.FINE);
        log.addHandler(recorder);
        String run;
        try {
            run = run(sampled(), TracedApplication.FAILING, "[{\"id\": \"bad\"}]");
        } finally {
            log.removeHandler(recorder);
            log.setLevel(null);
        }

        String stage = await(5).named("antflow.stage.Fail").getSpanId();
        assertThat(records).singleElement().satisfies(line -> {
            ExtLogRecord record = ExtLogRecord.wrap(line);
            assertThat(record.getFormattedMessage())
                    .isEqualTo("item bad of run " + run + " failed in stage 'Fail' of pipeline 'fails' at attempt 2:"
                            + " java.lang.IllegalStateException: told to");
            assertThat(record.getMdc("traceId")).isEqualTo(trace);
            assertThat(record.getMdc("spanId")).isEqualTo(stage);
        });
    }

    private static final class Recorder extends Handler {

        private final List<LogRecord> records;

        Recorder(List<LogRecord> records) {
            this.records = records;
        }

        @Override
        public void publish(LogRecord line) {
            ExtLogRecord.wrap(line).copyAll();
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
