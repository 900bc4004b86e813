package io.antflow.e2e;

import io.antflow.api.http.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A client that means well, and keeps asking while others don't. */
final class Neighbour implements AutoCloseable {

    private static final String ITEM = "[{\"id\": 1}]";
    private static final String RUN = """
            POST /api/pipelines/neighbour/runs HTTP/1.1\r
            Host: localhost\r
            Connection: close\r
            Prefer: wait=20\r
            Content-Type: application/json\r
            Content-Length: %d\r
            \r
            %s""".formatted(ITEM.length(), ITEM);

    private final int port;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final List<String> disappointments = new CopyOnWriteArrayList<>();
    private final Thread asking;
    private volatile boolean content;

    private Neighbour(int port) {
        this.port = port;
        this.asking = Thread.ofVirtual().start(this::ask);
    }

    /** Begins, with a pipeline of its own. */
    static Neighbour of(Service service) throws IOException, InterruptedException {
        Answer made = service.curl(
                "/api/pipelines/neighbour",
                "-X",
                "PUT",
                "--json",
                "{\"stages\": [{\"name\": \"A\", \"tasks\": [{\"task\": \"transform\", \"with\": {\"jq\": \".\"}}]}]}");
        if (made.status() >= 300) {
            throw new AssertionError(made);
        }
        return new Neighbour(service.port());
    }

    private void ask() {
        while (!content) {
            long start = System.nanoTime();
            try {
                String answer = RawHttp.lastWords(port, RUN);
                if (answer.startsWith("HTTP/1.1 200 ") && answer.contains("\"items_processed\":1")) {
                    answers.incrementAndGet();
                } else {
                    disappointments.add(answer);
                }
            } catch (IOException e) {
                disappointments.add(e.toString());
            }
            slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
    }

    /** Waits until it has had so many more answers, or was disappointed. */
    void awaitAnswers(int more) throws InterruptedException {
        int enough = answers.get() + more;
        while (answers.get() < enough && disappointments.isEmpty()) {
            Thread.sleep(5);
        }
    }

    /** Whatever it got but the answers that it should. */
    List<String> disappointments() {
        return disappointments;
    }

    /** How long the answer took that took longest. */
    long slowestMillis() {
        return slowest.get() / 1_000_000;
    }

    @Override
    public void close() throws InterruptedException {
        content = true;
        asking.join();
    }
}
