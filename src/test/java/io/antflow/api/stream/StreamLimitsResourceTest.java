package io.antflow.api.stream;

import static io.antflow.api.stream.Client.NDJSON;
import static io.antflow.api.stream.Client.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.TightLimits;
import io.antflow.api.stream.Client.Event;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few streams, short silences, and clients that do not read. */
@QuarkusTest
@TestProfile(TightLimits.class)
@Timeout(120)
class StreamLimitsResourceTest {

    private static final int STREAMS = TightLimits.STREAMS;

    @Inject
    PipelineEngine engine;

    @Inject
    StreamCounts counts;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Client> clients = new ArrayList<>();
    private Run run;

    @BeforeEach
    void startRun() {
        run = engine.start(Pipeline.of(
                "limits",
                Stage.named("Work")
                        .workers(4)
                        .task("work", (Object value, TaskContext context) -> {
                            if (value.equals("gate")) {
                                gate.await();
                            }
                            return value;
                        })
                        .build()));
    }

    @AfterEach
    void end() throws Exception {
        gate.countDown();
        for (Client client : clients) {
            client.close();
        }
        run.cancel();
        await(() -> open() == 0);
    }

    @Test
    void refusesOneStreamMoreThanThereMayBe() throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            clients.add(Client.get(path(i % 2 == 0 ? "events" : "snapshots"), SSE));
        }
        for (String accept : List.of(SSE, NDJSON)) {
            try (Client refused = Client.get(path("results"), accept)) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).matches("\\d+");
                assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(refused.body()).contains("too-many-streams", "antflow.streams.max");
            }
        }
        clients.removeFirst().close();
        await(() -> open() == STREAMS - 1);
        try (Client taken = Client.get(path("results"), SSE)) {
            assertThat(taken.status()).isEqualTo(200);
        }
    }

    @Test
    void showsThatASilentStreamIsAlive() throws Exception {
        try (Client events = Client.get(path("events"), SSE);
                Client snapshots = Client.get(path("snapshots?interval=60"), SSE);
                Client lines = Client.get(path("events"), NDJSON)) {
            for (int i = 0; i < 3; i++) {
                assertThat(nextOther(events)).isEqualTo(": heartbeat");
                assertThat(nextOther(snapshots)).isEqualTo(": heartbeat");
                assertThat(lines.line()).isEqualTo("{\"event\":\"heartbeat\"}");
            }
        }
    }

    @Test
    void tellsOfEventsThatAreNoLongerKept() throws Exception {
        feed(2000);
        run.join();
        try (Client client = Client.get(path("events"), SSE)) {
            List<Event> events = client.events();

            assertThat(events.getFirst().name()).isEqualTo("gap");
            long missed = Long.parseLong(events.getFirst().data().replaceAll("\\D", ""));
            assertThat(missed + events.size() - 2)
                    .as("nothing is lost silently")
                    .isEqualTo(5 * 2000);
            assertThat(events.get(1).id()).endsWith("-" + missed);
            assertThat(events.getFirst().id()).endsWith("-" + (missed - 1));
        }
    }

    /** Each batch makes fewer events than are kept, so that whoever reads gets all of them. */
    @Test
    void letsClientsThatDoNotReadHoldUpNobodyAndKeepsNothingForThem() throws Exception {
        int batches = 50;
        int batch = 400;
        run.feed(Item.of("gate")); // so that snapshots go on
        for (int i = 0; i < STREAMS - 3; i++) {
            clients.add(Client.stalled(
                    path(List.of("events", "snapshots?interval=0.05", "results").get(i % 3)), SSE));
        }
        await(() -> open() == STREAMS - 3);
        long heapBefore = usedHeap();
        try (Client events = Client.get(path("events?type=status,task"), SSE);
                Client snapshots = Client.get(path("snapshots?interval=0.05"), SSE);
                Client results = Client.get(path("results"), NDJSON)) {
            assertThat(next(events, 3)).extracting(Event::name).doesNotContain("gap");
            for (int i = 0; i < batches; i++) {
                feed(batch);
                assertThat(next(events, 5 * batch)).extracting(Event::name).doesNotContain("gap");
                for (int j = 0; j < batch; j++) {
                    assertThat(results.line()).isNotNull();
                }
            }
            long version = run.snapshot().version();
            while (version(snapshots.event("snapshot")) < version) {
                assertThat(run.ended()).isFalse();
            }
            // For each stalled client of events it would be 20 MB, were they kept; what there is is the run's own.
            assertThat(usedHeap() - heapBefore).isLessThan(80L << 20);
        }
        gate.countDown();
        run.join();
        try (Client late = clients.removeFirst()) {
            late.readHead();
            List<Event> all = late.events();
            assertThat(all).extracting(Event::name).contains("gap").endsWith("finish");
            long missed = all.stream()
                    .filter(event -> event.is("gap"))
                    .mapToLong(event -> Long.parseLong(event.data().replaceAll("\\D", "")))
                    .sum();
            long received = all.stream()
                    .filter(event -> event.is("status") || event.is("task"))
                    .count();
            assertThat(received + missed).as("nothing is lost silently").isEqualTo(5 * (batches * batch + 1));
        }
    }

    private static List<Event> next(Client client, int count) throws Exception {
        List<Event> events = new ArrayList<>();
        while (events.size() < count) {
            Event event = client.event();
            if (event.name() != null) {
                events.add(event);
            }
        }
        return events;
    }

    private static long version(Event snapshot) {
        return Long.parseLong(String.valueOf(snapshot.id()).split("-")[1]);
    }

    private static String nextOther(Client client) throws Exception {
        for (Event event = client.event(); event != null; event = client.event()) {
            if (event.other() != null && event.other().startsWith(":")) {
                return event.other();
            }
        }
        throw new AssertionError("the stream ended");
    }

    private void feed(int items) {
        try {
            for (int i = 0; i < items; i++) {
                run.feed(Item.of(i));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String path(String stream) {
        return "/api/runs/" + run.id() + "/" + stream;
    }

    private long open() {
        return counts.open(StreamKind.EVENTS) + counts.open(StreamKind.SNAPSHOTS) + counts.open(StreamKind.RESULTS);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
