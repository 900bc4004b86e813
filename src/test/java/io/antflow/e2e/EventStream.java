package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A stream of Server-Sent Events that {@code curl -N} follows; what has come is there to look at any time. */
final class EventStream implements AutoCloseable {

    private final Process curl;
    private final Thread reader;
    /** Guarded by itself. */
    private final List<Frame> frames = new ArrayList<>();
    /** What came that belongs to no event: comments, curl's own words. Guarded by {@link #frames}. */
    private final List<String> otherLines = new ArrayList<>();

    /** Nothing more will come. Guarded by {@link #frames}. */
    private boolean over;

    private EventStream(Process curl) {
        this.curl = curl;
        this.reader = Thread.ofVirtual().unstarted(this::read);
    }

    static EventStream follow(String url, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--no-buffer", "--header", "Accept: text/event-stream"));
        EventStream stream = new EventStream(Curl.start(url, all.toArray(String[]::new)));
        stream.reader.start();
        return stream;
    }

    private void read() {
        String id = "";
        String event = "message";
        StringBuilder data = new StringBuilder();
        try (BufferedReader lines = curl.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        add(new Frame(id, event, Answer.parse(data.toString())));
                    }
                    id = "";
                    event = "message";
                    data.setLength(0);
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else {
                    synchronized (frames) {
                        otherLines.add(line);
                    }
                }
            }
        } catch (IOException e) {
            // The stream was cut: what has come so far is what there is.
        } finally {
            synchronized (frames) {
                over = true;
                frames.notifyAll();
            }
        }
    }

    private void add(Frame frame) {
        synchronized (frames) {
            frames.add(frame);
            frames.notifyAll();
        }
    }

    /** What has come so far. */
    List<Frame> frames() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    /** What has come so far under that name. */
    List<Frame> frames(String event) {
        return frames().stream().filter(frame -> frame.is(event)).toList();
    }

    List<String> otherLines() {
        synchronized (frames) {
            return List.copyOf(otherLines);
        }
    }

    /** Waits until something like that has come. */
    Frame await(Predicate<Frame> wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int seen = 0;
        synchronized (frames) {
            while (true) {
                for (; seen < frames.size(); seen++) {
                    if (wanted.test(frames.get(seen))) {
                        return frames.get(seen);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || over) {
                    throw new AssertionError(
                            "nothing of the kind within %s among %d events, the last %s, other lines %s"
                                    .formatted(
                                            limit,
                                            frames.size(),
                                            frames.isEmpty() ? "none" : frames.getLast(),
                                            otherLines));
                }
                frames.wait(left);
            }
        }
    }

    /** Waits until so many events have come. */
    void awaitCount(int count, Duration limit) throws InterruptedException {
        int[] seen = {0};
        await(frame -> ++seen[0] >= count, limit);
    }

    /** Waits until the server has ended the stream in order; all that came. */
    List<Frame> awaitEnd(Duration limit) throws InterruptedException {
        assertThat(curl.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("the stream ended within %s; so far %d events", limit, frames().size())
                .isTrue();
        assertThat(reader.join(Duration.ofSeconds(10))).as("all was read").isTrue();
        assertThat(curl.exitValue())
                .as("curl's exit status; it said %s", otherLines())
                .isZero();
        return frames();
    }

    /** Cuts the connection without a word, as a lost network does. */
    void cut() throws InterruptedException {
        curl.destroyForcibly().waitFor();
        assertThat(reader.join(Duration.ofSeconds(10))).as("all was read").isTrue();
    }

    /** Makes the client stop reading while its connection stays open. */
    void stall() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets a stalled client read on. */
    void carryOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(curl.pid()))
                .start()
                .waitFor();
        assertThat(exit).as("kill %s", signal).isZero();
    }

    @Override
    public void close() throws InterruptedException {
        curl.destroyForcibly().waitFor();
        reader.join();
    }
}
