package io.antflow.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Follows one of AntFlow's streams of Server-Sent Events: a run's events, its snapshots or its results. Needs nothing but the
 * JDK (17 or later); copy it into your project.
 *
 * <pre>{@code
 * URI stream = URI.create("http://localhost:8080/api/runs/" + run + "/events?type=status");
 * try (AntFlowEvents events = AntFlowEvents.of(stream).header("Authorization", "Bearer " + key).open()) {
 *     for (AntFlowEvents.Event event : events) {
 *         switch (event.name()) {
 *             case "status" -> show(json.readValue(event.data(), StatusEvent.class));
 *             case "gap" -> warn(event.data()); // {"missed": 120}: that many events are gone for good
 *             default -> {}
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The loop ends after the event {@code finish} (or {@code error}, when the service could not go on), or when the stream is
 * closed, which any thread may do. A connection that breaks, or shows no sign of life for {@link Builder#silence}, is made
 * anew after the wait that the service asks for, and the service goes on after the last event that came. When there has been
 * no connection for {@link Builder#patience}, the loop throws {@link UncheckedIOException}; when the service answers with
 * anything but a stream, {@link Refused}. Its iterator is for one thread.
 */
public final class AntFlowEvents implements Iterable<AntFlowEvents.Event>, AutoCloseable {

    private static final Set<String> LAST = Set.of("finish", "error");
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final Builder settings;
    private final HttpClient client;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile InputStream body;
    private volatile long lastHeard = System.nanoTime();

    // The iterator's own.
    private BufferedReader lines;
    private String lastEventId;
    private long retryMillis = 3000;
    private long waitMillis;
    private boolean ended;

    private AntFlowEvents(Builder settings) {
        this.settings = settings;
        this.client = settings.client == null ? HttpClient.newHttpClient() : settings.client;
        this.lastEventId = settings.lastEventId;
    }

    /**
     * One event.
     *
     * @param id what to resume after; empty when the service gave none yet
     * @param name {@code status}, {@code task}, {@code snapshot}, {@code gap}, {@code finish}, …
     * @param data a JSON object
     */
    public record Event(String id, String name, String data) {}

    /** The service answered with something other than a stream: there is no such run, say, or the key is wrong. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int status;
        private final String answer;

        private Refused(URI stream, int status, String answer) {
            super(stream + " answers " + status + ": " + answer);
            this.status = status;
            this.answer = answer;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The body: of AntFlow's answers, an {@code application/problem+json}. */
        public String answer() {
            return answer;
        }
    }

    /** How a stream is followed. All but the address has a default. */
    public static final class Builder {

        private final URI stream;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration patience = Duration.ofMinutes(1);
        private Duration silence = Duration.ofSeconds(45);
        private String lastEventId = "";
        private HttpClient client;

        private Builder(URI stream) {
            this.stream = Objects.requireNonNull(stream);
        }

        /** Sent with every request, such as {@code Authorization}. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** How long to go on trying without a connection; by default one minute. */
        public Builder patience(Duration patience) {
            this.patience = patience;
            return this;
        }

        /** After what silence a connection counts as dead; by default 45 s, three times the service's sign of life. */
        public Builder silence(Duration silence) {
            this.silence = silence;
            return this;
        }

        /** Begins after this event, which came before. */
        public Builder lastEventId(String id) {
            this.lastEventId = id;
            return this;
        }

        /** For proxies, TLS, authenticators; by default a plain new one. */
        public Builder client(HttpClient client) {
            this.client = client;
            return this;
        }

        /** Nothing is sent before the first event is asked for. */
        public AntFlowEvents open() {
            return new AntFlowEvents(this);
        }
    }

    /** Begins to say how to follow a stream. */
    public static Builder of(URI stream) {
        return new Builder(stream);
    }

    /** What to resume after, with another {@code AntFlowEvents} perhaps; empty before anything came. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Goes on where the iterator before has stopped. */
    @Override
    public Iterator<Event> iterator() {
        return new Iterator<>() {

            private Event next;

            @Override
            public boolean hasNext() {
                if (next == null && !ended) {
                    next = read();
                    ended = next == null || LAST.contains(next.name());
                }
                return next != null;
            }

            @Override
            public Event next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the stream has ended");
                }
                Event event = next;
                next = null;
                return event;
            }
        };
    }

    /** Ends the stream; a loop that waits for an event ends as if there were no more. */
    @Override
    public void close() {
        closed.countDown();
        drop(body);
    }

    /** The next event, over as many connections as it takes; null when the stream is closed or the service has no more. */
    private Event read() {
        while (!isClosed()) {
            IOException trouble = null;
            waitMillis = retryMillis;
            try {
                if (lines == null) {
                    connect();
                }
                Event event = parse();
                if (event != null) {
                    return event;
                }
            } catch (IOException e) {
                trouble = e;
            } catch (InterruptedException e) {
                throw interrupted();
            }
            disconnect();
            pause(trouble);
        }
        disconnect();
        return null;
    }

    private void connect() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.stream)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(settings.silence)
                .header("Accept", "text/event-stream");
        settings.headers.forEach(request::setHeader);
        if (!lastEventId.isEmpty()) {
            request.setHeader("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        body = answer.body();
        if (isClosed()) {
            drop(body);
        }
        if (PASSING.contains(answer.statusCode())) {
            waitMillis = retryAfter(answer.headers());
            throw new IOException(settings.stream + " answers " + answer.statusCode());
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() != 200 || !type.startsWith("text/event-stream")) {
            String text = new String(body.readNBytes(10_000), StandardCharsets.UTF_8);
            disconnect();
            throw new Refused(settings.stream, answer.statusCode(), text);
        }
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        lastHeard = System.nanoTime();
        dropWhenSilent(body);
    }

    private long retryAfter(HttpHeaders headers) {
        try {
            long seconds =
                    headers.firstValue("Retry-After").map(Long::parseLong).orElse(0L);
            return seconds > 0 ? seconds * 1000 : retryMillis;
        } catch (NumberFormatException e) { // a date
            return retryMillis;
        }
    }

    /** The next event of this connection; null when it ends before one is whole. */
    private Event parse() throws IOException {
        String id = lastEventId;
        String name = "message";
        long retry = retryMillis;
        StringBuilder data = null;
        String line;
        while ((line = lines.readLine()) != null) {
            lastHeard = System.nanoTime();
            if (line.startsWith("\uFEFF")) { // a byte order mark
                line = line.substring(1);
            }
            if (line.isEmpty()) {
                lastEventId = id;
                retryMillis = retry;
                if (data != null) {
                    return new Event(id, name, data.toString());
                }
                name = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "data" ->
                    data = data == null
                            ? new StringBuilder(value)
                            : data.append('\n').append(value);
                case "event" -> name = value.isEmpty() ? "message" : value;
                case "id" -> id = value.indexOf('\0') < 0 ? value : id;
                case "retry" -> retry = value.matches("\\d{1,9}") ? Long.parseLong(value) : retry;
                default -> {} // a comment, or a field of the future
            }
        }
        return null;
    }

    /** A thread that waits for a line can't look at the clock: another closes the connection under it. */
    private void dropWhenSilent(InputStream connection) {
        long left = settings.silence.toNanos() - (System.nanoTime() - lastHeard);
        if (left <= 0) {
            drop(connection);
        } else if (connection == body && !isClosed()) {
            CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS).execute(() -> dropWhenSilent(connection));
        }
    }

    private void pause(IOException trouble) {
        long left = settings.patience.toNanos() - (System.nanoTime() - lastHeard);
        if (left <= 0 && !isClosed()) {
            throw new UncheckedIOException(
                    "no connection to " + settings.stream + " for " + settings.patience.toSeconds() + " s",
                    trouble == null ? new IOException("the service ends it each time") : trouble);
        }
        try {
            closed.await(Math.min(TimeUnit.MILLISECONDS.toNanos(waitMillis), left), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void disconnect() {
        drop(body);
        body = null;
        lines = null;
    }

    private static void drop(InputStream connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // it is gone, which is all that was wanted
            }
        }
    }

    private static UncheckedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
}
