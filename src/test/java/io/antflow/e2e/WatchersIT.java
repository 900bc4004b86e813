package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever watches a run, and by whatever means, sees the same. */
class WatchersIT {

    private static final int ITEMS = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    /** What a watcher sees of a run. */
    private record Figures(long total, long processed, long failed) {}

    private interface Watcher {

        /** Null: not yet to be seen. */
        @Nullable
        Figures sees() throws Exception;
    }

    @Test
    @Timeout(300)
    void aTerminalABrowserASocketPrometheusAndAStreamOfTenThousandItemsShowTheSame() throws Exception {
        Tmux.required();
        Prometheus.required();
        try (Service service = Service.start(directory.resolve("data"), "antflow.demo=true");
                Chrome chrome = Chrome.start();
                Prometheus prometheus = Prometheus.start(
                        Files.createDirectory(directory.resolve("prometheus")),
                        service.url("").replace("http://", ""));
                HttpClient client = HttpClient.newHttpClient()) {
            String run = Users.openRun(service);
            try (Tmux terminal = Tmux.open(directory, 100, 24);
                    Tab tab = chrome.open(service.url("/#" + run.replaceFirst("^/api", "")));
                    EventStream stream = service.follow(run + "/snapshots?interval=0.1")) {
                terminal.type("clear; curl -sN '" + service.url(run + "/dashboard?interval=0.1") + "'");
                LastMessage socket = LastMessage.of(client, service, run);
                Map<String, Watcher> watchers = Map.of(
                        "the terminal", () -> onTerminal(terminal.screen()),
                        "the page", () -> onPage(tab),
                        "the socket", socket::sees,
                        "Prometheus", () -> inPrometheus(prometheus),
                        "the stream", () -> inStream(stream));

                Users.feed(service, run, Users.mixed(directory, ITEMS));
                stopHalfway(service, run);
                Figures halfway = said(service, run);
                assertThat(halfway.processed()).isBetween(1L, ITEMS - 1L);
                allSee(halfway, watchers);
                assertThat(String.join("\n", terminal.screen()))
                        .as("as far on the terminal as on the page")
                        .contains(tab.page().locator(".percent").innerText().replace(" %", "%"));
                tab.picture("watched-halfway", true);

                post(service, run + "/resume");
                Users.close(service, run);
                stream.awaitEnd(Duration.ofMinutes(2));
                int failing = Users.failing(ITEMS);
                assertThat(said(service, run)).isEqualTo(new Figures(ITEMS, ITEMS - failing, failing));
                allSee(said(service, run), watchers);
                tab.assertClean();
            }
            assertThat(service.complaints()).isEmpty();
        }
    }

    /** Pauses the run somewhere in the middle, and comes back when nothing moves any more. */
    private static void stopHalfway(Service service, String run) throws Exception {
        await(() -> said(service, run).processed() > ITEMS / 10);
        post(service, run + "/pause");
        await(() -> {
            for (JsonNode stage : service.curl(run + "/snapshot")
                    .json()
                    .path("pipeline_stats")
                    .path("stage_stats")) {
                if (stage.path("in_progress_items").asInt() > 0) {
                    return false;
                }
            }
            return true;
        });
    }

    private static void post(Service service, String path) throws IOException, InterruptedException {
        assertThat(service.curl(path, "-X", "POST").status()).isEqualTo(202);
    }

    private static Figures said(Service service, String run) throws IOException, InterruptedException {
        return figures(service.curl(run).json());
    }

    private static Figures figures(JsonNode summary) {
        return new Figures(
                summary.path("total_items").asLong(),
                summary.path("items_processed").asLong(),
                summary.path("items_failed").asLong());
    }

    private static void allSee(Figures figures, Map<String, Watcher> watchers) throws Exception {
        for (Map.Entry<String, Watcher> watcher : watchers.entrySet()) {
            try {
                await(() -> figures.equals(watcher.getValue().sees()));
            } catch (AssertionError e) {
                assertThat(watcher.getValue().sees()).as(watcher.getKey()).isEqualTo(figures);
            }
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static @Nullable Figures onTerminal(List<String> screen) {
        String text = String.join("\n", screen);
        Matcher ended = Pattern.compile("% +([0-9,]+)/([0-9,]+)").matcher(text);
        Matcher outcomes =
                Pattern.compile("([0-9,]+) ok(?:, |   )([0-9,]+) failed").matcher(text);
        if (!ended.find() || !outcomes.find()) {
            return null;
        }
        Figures figures = new Figures(number(ended.group(2)), number(outcomes.group(1)), number(outcomes.group(2)));
        // A screen that is read while it is drawn may have lines of two frames.
        return number(ended.group(1)) == figures.processed() + figures.failed() ? figures : null;
    }

    private static Figures onPage(Tab tab) {
        return new Figures(
                number(tab.figure("Items").innerText().lines().findFirst().orElseThrow()),
                number(tab.figure("Processed").innerText()),
                number(tab.figure("Failed").innerText()));
    }

    private static Figures inPrometheus(Prometheus prometheus) throws IOException, InterruptedException {
        return new Figures(
                value(prometheus, "antflow_pipeline_items_accepted_total{pipeline=\"etl\"}"),
                value(prometheus, "antflow_pipeline_items_total{pipeline=\"etl\", outcome=\"processed\"}"),
                value(prometheus, "antflow_pipeline_items_total{pipeline=\"etl\", outcome=\"failed\"}"));
    }

    private static long value(Prometheus prometheus, String series) throws IOException, InterruptedException {
        return prometheus.now(series).at("/0/value/1").asLong();
    }

    private static @Nullable Figures inStream(EventStream stream) {
        List<Frame> snapshots = stream.frames("snapshot");
        if (snapshots.isEmpty()) {
            return null;
        }
        JsonNode last = snapshots.getLast().data();
        JsonNode stats = last.path("pipeline_stats");
        return new Figures(
                last.path("total_items").asLong(),
                stats.path("items_processed").asLong(),
                stats.path("items_failed").asLong());
    }

    private static long number(String shown) {
        return Long.parseLong(shown.replaceAll("\\D", ""));
    }

    /** The last update that came over a WebSocket. */
    private static final class LastMessage implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private volatile @Nullable Figures last;

        static LastMessage of(HttpClient client, Service service, String run) {
            LastMessage message = new LastMessage();
            String url = service.url(run.replaceFirst("^/api", "/ws") + "?interval=0.1");
            Objects.requireNonNull(client.newWebSocketBuilder()
                    .buildAsync(URI.create(url.replaceFirst("^http", "ws")), message)
                    .join());
            return message;
        }

        @Nullable
        Figures sees() {
            return last;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean complete) {
            text.append(part);
            if (complete) {
                note(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void note(String message) {
            try {
                JsonNode json = JSON.readTree(message);
                if (json.path("type").asText().equals("update")) {
                    last = new Figures(
                            json.path("total").asLong(),
                            json.path("processed").asLong(),
                            json.path("failed").asLong());
                }
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + message, e);
            }
        }
    }
}
