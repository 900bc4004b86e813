package io.antflow.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody works with the page in a browser, and what it shows is what the API says. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Slow enough to be looked at; of the items of {@link Users#mixed}, two in a hundred fail. */
    private static final String SLOW = """
            {"stages": [
              {"name": "Parse", "workers": 2, "tasks": ["parse_user", "check_country"], "task_attempts": 1},
              {"name": "Enrich", "workers": 3, "tasks": ["enrich_user"], "task_attempts": 3, "task_wait_seconds": 0.1,
               "skip_if": ".profile != null"},
              {"name": "Save", "workers": 2, "tasks": ["save_user"]}
            ]}
            """;

    @TempDir
    static Path directory;

    private Chrome chrome;
    private Service service;

    @BeforeAll
    void start() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis());
        chrome = Chrome.start();
        service = Service.start(directory.resolve("data"), "antflow.demo=true");
        assertThat(service.curl("/api/pipelines/slow", "-X", "PUT", "--json", SLOW)
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() throws Exception {
        if (service != null) {
            service.close();
        }
        if (chrome != null) {
            chrome.close();
        }
    }

    @Test
    void startsARunThatWasPastedAndControlsItToItsEnd() throws Exception {
        try (Tab tab = chrome.open(service.url("/"))) {
            assertThat(tab.page().locator("table.runs tbody")).containsText("users");

            start(tab, Files.readString(Users.mixed(directory, 200)), true);
            String run = tab.run();
            assertThat(api(run).path("pipeline").asText()).isEqualTo("slow");
            assertThat(api(run).path("open").asBoolean()).isTrue();
            assertThat(tab.figure("Items")).containsText("200");
            assertThat(tab.stage("Enrich")).containsText("bottleneck");
            assertThat(tab.page().locator(".holdup")).containsText("Enrich holds the run up");
            assertThat(tab.stage("Parse")).not().containsText("bottleneck");

            Locator more = tab.button("One worker more for Enrich");
            more.click();
            more.click();
            awaitStage(run, "Enrich", stage -> stage.path("workers").asInt() == 5);
            assertThat(tab.stage("Enrich").locator(".asked")).hasText("5 workers");
            tab.button("One worker fewer for Enrich").click();
            awaitStage(run, "Enrich", stage -> stage.path("workers").asInt() == 4);

            tab.button("Pause Enrich").click();
            awaitStage(run, "Enrich", stage -> stage.path("paused").asBoolean());
            assertThat(tab.stage("Enrich").locator(".badge.paused")).isVisible();
            tab.button("Resume Enrich").click();
            awaitStage(run, "Enrich", stage -> !stage.path("paused").asBoolean());

            tab.button("Pause").click();
            assertThat(tab.page().locator(".head .badge.paused")).isVisible();
            assertThat(api(run).path("status").asText()).isEqualTo("paused");
            assertThat(tab.button("Resume Enrich")).isDisabled();
            tab.button("Resume").click();
            assertThat(tab.page().locator(".head .badge.running")).isVisible();

            feedFromAFile(tab, run);

            tab.button("Close to new items").click();
            await(run, answer -> !answer.path("open").asBoolean());
            assertThat(tab.button("Add items")).hasCount(0);
            speedUp(run);
            await(run, answer -> answer.path("status").asText().equals("completed"));
            assertThat(tab.page().locator(".head .badge.completed")).isVisible();
            assertShowsTheRun(tab, run);
            assertShowsItsFailures(tab, run);
            assertShowsItsItems(tab, run);
            assertShowsItsResults(tab, run);
            retryAndDelete(tab, run);
            tab.assertClean();
        }
        assertThat(service.complaints()).isEmpty();
    }

    /** Those that are in the run already are refused, and the page says which; the others are added. */
    private void feedFromAFile(Tab tab, String run) throws IOException, InterruptedException {
        String items = Files.readString(Users.mixed(directory, 2)) + Users.quick(1000) + "\n";
        tab.button("Add items").click();
        tab.dialog().locator("input[type=file]").setInputFiles(file("more.ndjson", items));
        tab.answer("Add the items").click();
        assertThat(tab.dialog()).containsText("2 items refused");
        assertThat(tab.dialog().locator("tbody tr")).hasCount(2);
        tab.answer("Go to the run").click();
        assertThat(tab.figure("Items")).containsText("201");
        assertThat(api(run).path("total_items").asInt()).isEqualTo(201);
    }

    private void assertShowsTheRun(Tab tab, String run) throws IOException, InterruptedException {
        JsonNode said = api(run);
        assertThat(said.path("items_failed").asInt()).isEqualTo(4);
        assertThat(tab.figure("Processed")).hasText(number(said.path("items_processed")));
        assertThat(tab.figure("Failed")).hasText(number(said.path("items_failed")));
        assertThat(tab.figure("In flight")).hasText("0");
        JsonNode stages = api(run + "/snapshot").path("pipeline_stats").path("stage_stats");
        for (JsonNode stage : stages) {
            Locator card = tab.stage(stage.path("stage_name").asText());
            assertThat(number(card, "Done")).hasText(number(stage.path("completed_items")));
            assertThat(number(card, "Failed")).hasText(number(stage.path("failed_items")));
            assertThat(number(card, "Retries")).hasText(number(stage.path("retries")));
        }
    }

    private void assertShowsItsFailures(Tab tab, String run) throws IOException, InterruptedException {
        JsonNode errors = api(run + "/errors");
        tab.link("Failures 4").click();
        assertThat(tab.page().locator("table.failures tbody tr")).hasCount(4);
        assertThat(tab.page().locator(".shares")).hasCount(2);
        for (JsonNode failed : errors.path("failed_items")) {
            Locator row = tab.page()
                    .locator("table.failures tbody tr")
                    .filter(new Locator.FilterOptions()
                            .setHas(tab.link(failed.path("item_id").asText())));
            assertThat(row).containsText(failed.path("error").asText());
            assertThat(row).containsText(failed.path("stage").asText());
        }
    }

    private void assertShowsItsItems(Tab tab, String run) throws IOException, InterruptedException {
        tab.link("Items").click();
        Locator rows = tab.page().locator("table.items tbody tr");
        assertThat(rows).hasCount(50);
        assertThat(rows.first().locator("th")).hasText("0");
        tab.button("Next").click();
        assertThat(rows.first().locator("th")).hasText("50");
        tab.button("Previous").click();
        assertThat(rows.first().locator("th")).hasText("0");
        tab.page().getByLabel("Status").selectOption("failed");
        assertThat(rows).hasCount(4);

        tab.page()
                .getByLabel("Item", new Page.GetByLabelOptions().setExact(true))
                .fill("7");
        tab.button("Find").click();
        JsonNode history = api(run + "/items/7").path("history");
        assertThat(tab.page().locator("table.history tbody tr")).hasCount(history.size());
        assertThat(tab.page().locator("table.history")).containsText("DirectoryUnavailableException");

        tab.page()
                .getByLabel("Item", new Page.GetByLabelOptions().setExact(true))
                .fill("nobody's/%");
        tab.button("Find").click();
        assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("Unknown item");
    }

    private void assertShowsItsResults(Tab tab, String run) throws IOException, InterruptedException {
        tab.link("Results").click();
        Locator rows = tab.page().locator("table.results tbody tr");
        assertThat(rows).hasCount(50);
        tab.button("Show more").click();
        assertThat(rows).hasCount(100);
        Download download = tab.page()
                .waitForDownload(() -> tab.page().getByText("Download all").click());
        JsonNode saved = Answer.parse(Files.readString(download.path()));
        assertThat(saved).hasSize(201).isEqualTo(api(run + "/results"));
    }

    private void retryAndDelete(Tab tab, String run) throws IOException, InterruptedException {
        double before = api(run).path("finished_at").asDouble();
        tab.button("Retry 4 failed").click();
        await(run, answer -> answer.path("finished_at").asDouble() > before);
        assertThat(tab.page().locator(".head .badge.completed")).isVisible();
        assertThat(api(run).path("items_failed").asInt()).isEqualTo(4);

        tab.button("Delete").click();
        tab.answer("Keep").click();
        assertThat(tab.dialog()).hasCount(0);
        assertThat(api(run).path("status").asText()).isEqualTo("completed");
        tab.button("Delete").click();
        tab.answer("Delete the run").click();
        assertThat(tab.page().getByRole(AriaRole.HEADING).first()).hasText("Runs");
        assertThat(service.curl(run).status()).isEqualTo(404);
    }

    @Test
    void cancelsOneItemAndThenTheRun() throws Exception {
        try (Tab tab = chrome.open(service.url("/"))) {
            start(tab, Files.readString(Users.mixed(directory, 300)), false);
            String run = tab.run();
            tab.button("Pause").click();
            assertThat(tab.page().locator(".head .badge.paused")).isVisible();

            String waiting = api(run + "/items?status=queued")
                    .path("items")
                    .path(0)
                    .path("id")
                    .asText();
            tab.page().navigate(tab.page().url().replaceFirst("(#/runs/[^/]+).*", "$1/items/" + waiting));
            tab.button("Cancel this item").click();
            tab.answer("Let it go on").click();
            assertThat(api(run + "/items/" + waiting).path("status").asText()).isEqualTo("queued");
            tab.button("Cancel this item").click();
            tab.answer("Cancel the item").click();
            assertThat(tab.page().locator("table.history tbody tr").last()).containsText("cancelled");
            assertThat(api(run + "/items/" + waiting).path("status").asText()).isEqualTo("cancelled");

            tab.button("Cancel").click();
            tab.answer("Let it run").click();
            assertThat(api(run).path("status").asText()).isEqualTo("paused");
            tab.button("Cancel").click();
            tab.page().keyboard().press("Escape");
            assertThat(tab.dialog()).hasCount(0);
            assertThat(api(run).path("status").asText()).isEqualTo("paused");
            tab.button("Cancel").click();
            tab.answer("Cancel the run").click();
            assertThat(tab.page().locator(".head .badge.cancelled")).isVisible();
            assertThat(tab.figure("Cancelled")).hasText(number(api(run).path("items_cancelled")));
            tab.assertClean();
        }
    }

    @Test
    void saysWhatIsWrongWithItemsWhereTheyWereGiven() throws Exception {
        try (Tab tab = chrome.open(service.url("/"))) {
            tab.button("Start a run").click();
            tab.dialog().getByLabel("Pipeline").selectOption("slow");
            tab.dialog().locator("textarea").fill(Users.quick(1) + "\nno json");
            tab.answer("Start the run").click();
            assertThat(tab.dialog().locator(".problem")).containsText("line 2");
            assertThat(tab.dialog()).containsText("1 item");

            tab.dialog().getByText("Options").click();
            tab.dialog().getByLabel("Priority").fill("99999999999");
            tab.answer("Start the run").click();
            assertThat(tab.dialog().locator(".problem")).containsText("priority");
            tab.assertClean();
        }
    }

    /** The service's own answers, with items that a task filtered out put into them. */
    @Test
    void saysWhichItemsWereFilteredOutAndWhy() throws Exception {
        String run = "/api/runs/" + openRun();
        ObjectNode snapshot = (ObjectNode) api(run + "/snapshot");
        ((ObjectNode) snapshot.path("pipeline_stats").path("stage_stats").path("Enrich"))
                .put("skipped_items", 5)
                .put("filtered_items", 3);
        String item = """
                {"id": 7, "sequence_id": 0, "status": "skipped", "stage": "Enrich", "worker": "Enrich-W0", "attempt": 1, "priority": 100,
                 "timestamp": 1.5, "history": [
                  {"item_id": 7, "stage": "Enrich", "status": "in_progress", "worker": "Enrich-W0", "timestamp": 1.2, "metadata": {}},
                  {"item_id": 7, "stage": "Enrich", "status": "skipped", "worker": "Enrich-W0", "timestamp": 1.5, "metadata": {"reason": "not ours"}}]}""";
        String result = """
                {"id": 7, "value": {"country": "XX"}, "sequence_id": 0, "metadata": {}, "skipped": {"stage": "Enrich", "reason": "not ours"}}
                """;
        try (Tab tab = chrome.open("about:blank")) {
            answer(tab, "**/snapshots?*", "text/event-stream", "event: snapshot\ndata: " + snapshot + "\n\n");
            answer(tab, "**/items/7", "application/json", item);
            answer(tab, "**/results", "application/x-ndjson", result);
            tab.page().navigate(service.url("/#" + run.substring("/api".length()) + "/results"));
            assertThat(tab.stage("Enrich").locator(".remarks")).hasText("3 filtered out, 2 skipped");
            assertThat(tab.figure("Processed")).containsText("3 filtered out");
            Locator row = tab.page().locator("table.results tbody tr");
            assertThat(row).containsText("skipped");
            assertThat(row).containsText("filtered out: not ours, in Enrich");
            row.getByRole(AriaRole.LINK).click();
            assertThat(tab.page().locator("table.history tbody tr").last()).containsText("filtered out: not ours");
            assertThat(tab.button("Cancel this item")).hasCount(0);
        }
    }

    /** The service's own answer, in which a worker still holds an item of the cancelled run. */
    @Test
    void aCancelledRunIsDeletedOnlyWhenWorkersHaveFinishedWhatTheyHold() throws Exception {
        String run = "/api/runs/" + openRun();
        ObjectNode snapshot = (ObjectNode) api(run + "/snapshot");
        snapshot.put("status", "cancelled").put("open", false);
        ((ObjectNode) snapshot.path("pipeline_stats")).put("items_in_flight", 1);
        try (Tab tab = chrome.open("about:blank")) {
            answer(tab, "**/snapshots?*", "text/event-stream", "event: snapshot\ndata: " + snapshot + "\n\n");
            tab.page().navigate(service.url("/#" + run.substring("/api".length())));
            assertThat(tab.page().locator(".controls")).containsText("Workers finish what they hold");
            assertThat(tab.page().locator(".controls button")).hasCount(0);
            assertThat(tab.button("Pause Enrich")).hasCount(0);
        }
    }

    private static void answer(Tab tab, String url, String type, String body) {
        tab.page()
                .route(
                        url,
                        route -> route.fulfill(
                                new Route.FulfillOptions().setContentType(type).setBody(body)));
    }

    /** Whoever comes late sees how it has been, also when the run has ended. */
    @Test
    void chartsBeginWithTheRunAndNotWithThePage() throws Exception {
        String run = "/api/runs/" + openRun();
        await(run + "/history", history -> history.path("timestamps").size() >= 3);
        try (Tab tab = chrome.open(service.url("/#" + run.substring("/api".length())))) {
            tab.page().waitForFunction("() => document.querySelector('ant-charts') !== null");
            assertThat(sampled(tab)).as("samples").isGreaterThanOrEqualTo(3);

            service.curl(run + "/cancel", "-X", "POST");
            await(run, answer -> !answer.path("finished_at").isNull());
            tab.page().reload();
            assertThat(tab.page().locator(".charts canvas").first()).isVisible();
            assertThat(sampled(tab)).as("samples of the ended run").isGreaterThanOrEqualTo(4);
            tab.assertClean();
        }
    }

    /** How many samples the first chart has, once they are there. */
    private static int sampled(Tab tab) {
        return ((Number) tab.page().waitForFunction("""
                        () => {
                          const seconds = document.querySelector("ant-charts caption")?.textContent.match(/[\\d.]+/)?.[0];
                          return Number(seconds) >= 2 ? Math.round(Number(seconds)) + 1 : 0;
                        }""").jsonValue()).intValue();
    }

    @Test
    void takesADroppedFileWithAJsonArray() throws Exception {
        String array = "["
                + String.join(",", IntStream.range(0, 20).mapToObj(Users::quick).toList()) + "]";
        try (Tab tab = chrome.open(service.url("/"))) {
            tab.button("Start a run").click();
            tab.dialog().getByLabel("Pipeline").selectOption("slow");
            Object transfer = tab.page()
                    .evaluateHandle(
                            "text => { const data = new DataTransfer(); data.items.add(new File([text], 'items.json')); return data; }",
                            array);
            tab.dialog().locator("form").dispatchEvent("drop", Map.of("dataTransfer", transfer));
            assertThat(tab.dialog()).containsText("items.json");
            tab.answer("Start the run").click();
            tab.page().waitForURL(Pattern.compile(".*#/runs/.*"));
            await(tab.run(), answer -> answer.path("items_processed").asInt() == 20);
            assertThat(tab.figure("Processed")).hasText("20");
            tab.assertClean();
        }
    }

    @Test
    void filtersTheListOfRunsByPipelineAndStatus() throws Exception {
        String run = openRun();
        try (Tab tab = chrome.open(service.url("/"))) {
            tab.page().getByLabel("Pipeline").selectOption("slow");
            tab.page().getByLabel("Status").selectOption("running");
            assertThat(tab.page()).hasURL(Pattern.compile(".*#/\\?pipeline=slow&status=running"));
            assertThat(tab.page().locator("table.runs tbody")).containsText(run);
            tab.page().reload();
            assertThat(tab.page().getByLabel("Status")).hasValue("running");
            assertThat(tab.page().locator("table.runs tbody")).not().containsText("users");
            service.curl("/api/runs/" + run + "/cancel", "-X", "POST");
            assertThat(tab.page().locator("main")).not().containsText(run);
            tab.assertClean();
        }
    }

    @Test
    void namesOfAnyKindStayText() throws Exception {
        String name = "<img src=x onerror=\"document.title='taken'\">&amp;\u202e";
        String item = "{\"id\": %s, \"value\": {\"id\": \"u\"}}".formatted(Curl.JSON.writeValueAsString(name));
        try (Tab tab = chrome.open(service.url("/"))) {
            start(tab, item, false);
            tab.page().locator(".tabs a").nth(1).click();
            assertThat(tab.page().locator("table.failures tbody th")).hasText(name);
            assertThat(tab.page().locator("main img")).hasCount(0);
            tab.page().locator("table.failures tbody th a").click();
            assertThat(tab.page().locator("table.history")).containsText("failed");
            tab.assertClean();
        }
    }

    @Test
    void allThatItLoadsIsUnder150Kilobytes() throws Exception {
        try (Tab tab = chrome.open("about:blank")) {
            AtomicLong bytes = new AtomicLong();
            tab.page().onRequestFinished(request -> {
                if (!request.url().contains("/api/")) {
                    bytes.addAndGet(request.sizes().responseBodySize + request.sizes().responseHeadersSize);
                }
            });
            tab.page().navigate(service.url("/"));
            tab.page().navigate(service.url("/#/runs/" + openRun()));
            assertThat(tab.page().locator(".stage").first()).isVisible();
            assertThat(tab.page().locator(".charts canvas").first()).isVisible();
            assertThat(bytes.get()).as("bytes on the wire").isBetween(20_000L, 150_000L);
            System.out.printf("The page in all: %,d bytes on the wire%n", bytes.get());
        }
    }

    private String openRun() throws IOException, InterruptedException {
        return service.curl("/api/pipelines/slow/runs?open=true", "--json", "[]")
                .json()
                .path("id")
                .asText();
    }

    private void start(Tab tab, String items, boolean open) {
        tab.button("Start a run").click();
        tab.dialog().getByLabel("Pipeline").selectOption("slow");
        tab.dialog().locator("textarea").fill(items);
        if (open) {
            tab.dialog().getByText("Options").click();
            tab.dialog().getByText("Keep the run open").click();
        }
        tab.answer("Start the run").click();
        tab.page().waitForURL(Pattern.compile(".*#/runs/.*"));
        assertThat(tab.page().locator(".stage")).hasCount(3);
    }

    private void speedUp(String run) throws IOException, InterruptedException {
        service.curl(run + "/stages/Enrich", "-X", "PATCH", "--json", "{\"workers\": 100}");
    }

    private static Locator number(Locator card, String name) {
        return card.locator(".numbers > div")
                .filter(new Locator.FilterOptions()
                        .setHas(card.page().locator("dt").getByText(name)))
                .locator("dd");
    }

    private static String number(JsonNode figure) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(figure.asLong());
    }

    private static FilePayload file(String name, String text) {
        return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode api(String path) throws IOException, InterruptedException {
        Answer answer = service.curl(path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private void awaitStage(String run, String stage, Predicate<JsonNode> condition)
            throws IOException, InterruptedException {
        await(
                run + "/snapshot",
                snapshot -> condition.test(
                        snapshot.path("pipeline_stats").path("stage_stats").path(stage)));
    }

    private void await(String path, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        JsonNode last = api(path);
        while (!condition.test(last)) {
            assertThat(System.nanoTime()).as("still %s", last).isLessThan(deadline);
            Thread.sleep(100);
            last = api(path);
        }
    }
}
