package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terminal dashboards, by curl, on a real terminal. */
@Timeout(300)
class TerminalIT {

    private static final int ITEMS = 600;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    private static Service service;

    @BeforeAll
    static void start() throws Exception {
        Tmux.required();
        service = Service.start(directory.resolve("data"), "antflow.demo=true");
        Users.define(service);
    }

    @AfterAll
    static void stop() throws Exception {
        if (service != null) {
            service.close();
        }
    }

    /** The path of a run that takes items. */
    private static String openRun() throws Exception {
        Answer answer = service.curl("/api/pipelines/etl/runs?open=true", "--json", "[]");
        return "/api/runs/" + answer.json().path("id").asText();
    }

    private static String watch(String path) {
        return "clear; curl -sN '" + service.url(path) + "'";
    }

    private static String watchedRun(int items) throws Exception {
        String run = openRun();
        Users.feed(service, run, Users.mixed(directory, items));
        return run;
    }

    private static List<String> containing(String text, List<String> lines) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @ParameterizedTest
    @CsvSource({"100, 24, ''", "80, 24, ''", "100, 24, &color=false", "132, 40, &width=132&height=40"})
    void redrawsInPlaceAndEndsWithTheSummary(int width, int height, String query) throws Exception {
        for (String view : List.of("progress", "compact", "detailed", "full")) {
            try (Tmux terminal = Tmux.open(directory, width, height)) {
                String run = watchedRun(ITEMS);
                terminal.type(watch(run + "/dashboard?interval=0.05&view=" + view + query));
                terminal.await(screen -> !containing("etl", screen).isEmpty(), LIMIT);
                String colored = terminal.coloredScreen();
                Users.close(service, run);
                List<String> last = terminal.awaitPrompt(LIMIT);

                int failed = Users.failing(ITEMS);
                String figures = "%d/%d".formatted(ITEMS, ITEMS);
                assertThat(last)
                        .as("%s on %dx%d", view, width, height)
                        .anySatisfy(line -> assertThat(line).contains("100.0%", figures))
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("Completed: %d ok, %d failed in ".formatted(ITEMS - failed, failed)))
                        .anySatisfy(line -> assertThat(line).contains("DirectoryUnavailableException"))
                        .anySatisfy(line -> assertThat(line).contains("UnknownCountryException"));
                List<String> all = terminal.all();
                assertThat(all).as("%s leaves nothing behind", view).hasSizeLessThan(height + 3);
                assertThat(containing("%", all)).as("bars").hasSize(1);
                assertThat(containing("etl ", all)).as("titles").hasSizeLessThanOrEqualTo(1);
                if (view.equals("detailed") || view.equals("full")) {
                    assertThat(containing("IN WORK", all)).hasSize(1);
                    assertThat(all.stream().filter(line -> line.matches("..Enrich +\\d+/400 .*")))
                            .hasSize(1);
                }
                assertThat(colored.contains("\033[")).isEqualTo(!query.contains("color=false"));
            }
        }
    }

    @Test
    void aTerminalLowerThanTheFrameIsNotFilledFrameByFrame() throws Exception {
        try (Tmux terminal = Tmux.open(directory, 100, 12)) {
            String run = watchedRun(ITEMS);
            terminal.type(watch(run + "/dashboard?interval=0.05&view=full"));
            terminal.await(screen -> !containing("WORKER", screen).isEmpty(), LIMIT);
            Users.close(service, run);
            terminal.awaitPrompt(LIMIT);

            assertThat(terminal.all()).hasSizeLessThan(3 * 24);
            assertThat(terminal.screen()).anySatisfy(line -> assertThat(line).startsWith("Completed: "));
        }
    }

    @Test
    void whoeverLeavesGetsTheTerminalBackAsItWas() throws Exception {
        String run = watchedRun(1);
        try (Tmux terminal = Tmux.open(directory, 100, 24)) {
            for (int i = 0; i < 5; i++) {
                terminal.type("clear");
                terminal.await(screen -> screen.size() == 1, LIMIT);
                terminal.type("curl -sN '" + service.url(run + "/dashboard?interval=0.05") + "'");
                terminal.await(screen -> !containing("WORKER", screen).isEmpty(), LIMIT);
                terminal.press("C-c");
                terminal.awaitPrompt(LIMIT);

                assertThat(terminal.property("wrap_flag")).isEqualTo("1");
                assertThat(terminal.property("cursor_flag")).isEqualTo("1");
            }
        }
    }

    @Test
    void widthsAreWhatTheTerminalTakesThemFor() throws Exception {
        String run = openRun();
        List<String> items = new ArrayList<>();
        for (String id :
                List.of("利用者-1", "👩‍🚀-2", "e\u0301t\u0336é-3", "ﾊﾝｶｸ-4", "한국어-5", "עברית-6", "❤️👍🏽-7", "ไทย-8")) {
            items.add("{\"id\": \"" + id + "\", \"value\": {\"no\": \"user\"}}");
        }
        Users.feed(service, run, Files.write(directory.resolve("wide.ndjson"), items));
        Users.close(service, run);
        service.follow(run + "/events").awaitEnd(LIMIT);
        List<String> frame = service.curl(run + "/dashboard?once=true&view=full&width=100&height=60")
                .body()
                .lines()
                .filter(line -> line.matches(".*-[1-8] +Parse .*"))
                .toList();
        assertThat(frame).hasSize(items.size());

        try (Tmux terminal = Tmux.open(directory, 100, 24)) {
            for (String line : frame) {
                Path file = Files.writeString(directory.resolve("line"), line.substring(0, line.indexOf("Parse ")));
                terminal.type("clear; cat '" + file + "'; read enter");
                terminal.await(screen -> screen.size() == 1 && screen.getFirst().matches(".*-[1-8]"), LIMIT);

                assertThat(terminal.property("cursor_x")).as(line).isEqualTo(column(frame));
                terminal.press("Enter");
                terminal.awaitPrompt(LIMIT);
            }
        }
    }

    /** Where the second column begins, by the line of the one item whose characters are one column each. */
    private static String column(List<String> frame) {
        return frame.stream()
                .filter(line -> line.contains("עברית"))
                .map(line -> "" + line.indexOf("Parse "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutARunThereIsAProblemThatSaysWhatToDo() throws Exception {
        try (Service empty = Service.start(directory.resolve("empty"))) {
            Answer answer = empty.curl("/api/dashboard");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().path("detail").asText())
                    .isEqualTo("there is no run yet; start one with POST /api/pipelines/{pipeline}/runs");
        }
    }
}
