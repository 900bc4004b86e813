package io.antflow.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every view in light and dark, on a phone and on a wide screen: axe finds nothing, nothing is cut off, pictures are kept. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageLooksIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private Chrome chrome;
    private Service service;
    private String demo;
    private String many;

    @BeforeAll
    void start() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis());
        chrome = Chrome.start();
        service = Service.start(directory.resolve("data"), "antflow.demo=true");
        demo = heldRun();
        many = manyStages();
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

    /** Twenty stages of fifteen workers each; one of the names is as long as names may be. */
    private String manyStages() throws IOException, InterruptedException {
        String stages = IntStream.range(0, 20)
                .mapToObj(stage -> """
                        {"name": "%s", "workers": 15, "tasks": ["%s"]}""".formatted(
                        stage == 7 ? "Stage " + "with a name as long as names may be ".repeat(2) : "Stage " + stage,
                        stage == 0 ? "parse_user" : stage == 5 ? "enrich_user" : "validate_age"))
                .collect(Collectors.joining(","));
        Answer defined = service.curl(
                "/api/pipelines/" + "many-stages-".repeat(4), "-X", "PUT", "--json", "{\"stages\": [" + stages + "]}");
        assertThat(defined.status()).as("%s", defined).isEqualTo(201);
        Answer started = service.curl(
                "/api/pipelines/" + "many-stages-".repeat(4) + "/runs?open=true",
                "-H",
                "Content-Type: application/x-ndjson",
                "--data-binary",
                "@" + Users.mixed(directory, 600));
        assertThat(started.status()).as("%s", started).isEqualTo(201);
        return started.json().path("id").asText();
    }

    /** A run of the demo's pipeline in which some items have failed and that is held there: it looks the same in every test. */
    private String heldRun() throws IOException, InterruptedException {
        String run = demoRun();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (service.curl("/api/runs/" + run).json().path("items_failed").asInt() < 10) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
        assertThat(service.curl("/api/runs/" + run + "/pause", "-X", "POST").status())
                .isEqualTo(202);
        return run;
    }

    @ParameterizedTest
    @CsvSource({"light, 1600, 900", "dark, 1600, 900", "light, 360, 740", "dark, 360, 740"})
    void isForEverybody(String theme, int width, int height) {
        String look = theme + "-" + width;
        try (Tab tab = chrome.open(
                service.url("/"),
                new Browser.NewContextOptions()
                        .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(width, height))) {
            assertThat(tab.page().locator("tbody tr").first()).isVisible();
            check(tab, "list", look);
            tab.button("Start a run").click();
            check(tab, "start", look);
            tab.answer("Cancel").click();

            tab.page().navigate(service.url("/#/runs/" + demo));
            assertThat(tab.page().locator("table.workers tbody tr").first()).isVisible();
            check(tab, "run", look);
            tab.button("Cancel").click();
            check(tab, "cancel", look);
            tab.answer("Let it run").click();
            tab.page().locator("details summary").first().click();
            check(tab, "charts-as-a-table", look);
            tab.page().navigate(service.url("/#/runs/" + demo + "/errors"));
            assertThat(tab.page().locator("table.failures tbody tr").first()).isVisible();
            check(tab, "failures", look);
            tab.page().navigate(service.url("/#/runs/" + demo + "/items"));
            assertThat(tab.page().locator("table.items tbody tr").first()).isVisible();
            check(tab, "items", look);
            tab.page().navigate(service.url("/#/runs/" + demo + "/items/u-0013"));
            assertThat(tab.page().locator("table.history tbody tr").first()).isVisible();
            check(tab, "item", look);
            tab.page().navigate(service.url("/#/runs/" + demo + "/results"));
            assertThat(tab.page().locator("table.results tbody tr").first()).isVisible();
            check(tab, "results", look);

            tab.page().navigate(service.url("/#/runs/" + many));
            assertThat(tab.page().locator(".stage")).hasCount(20);
            check(tab, "many-stages", look);
            tab.assertClean();
        }
    }

    private static void check(Tab tab, String view, String look) {
        tab.picture(view + "-" + look, true);
        tab.assertFits(view + ", " + look);
        tab.assertAccessible(view + ", " + look);
    }

    /** What the README shows: {@code cp target/screenshots/page-*.png src/docs/images/} renews it. */
    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void isShownInTheReadme(String theme) throws Exception {
        String run = demoRun();
        try (Tab tab = chrome.open(
                service.url("/#/runs/" + run),
                new Browser.NewContextOptions()
                        .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT)
                        .setViewportSize(1280, 905))) {
            assertThat(tab.page().locator(".badge.slowest").first()).isVisible();
            tab.page().waitForFunction("() => parseFloat(document.querySelector('.percent').textContent) >= 60");
            tab.picture("page-" + theme, false);
            tab.assertClean();
        }
    }

    /** Another run of the demo's pipeline: enough to be looked at for a while. */
    private String demoRun() throws IOException, InterruptedException {
        String run = service.curl("/api/pipelines/users/runs?open=true", "--json", "[]")
                .json()
                .path("id")
                .asText();
        Path records = Path.of("src", "main", "resources", "demo", "users.ndjson");
        Curl.start(
                service.url("/api/runs/" + run + "/items"),
                "-X",
                "POST",
                "-H",
                "Content-Type: application/x-ndjson",
                "-T",
                records.toString());
        return run;
    }

    @Test
    void theThemeThatIsChosenStays() {
        try (Tab tab = chrome.open(service.url("/"))) {
            tab.button("Theme: auto").click();
            tab.button("Theme: light").click();
            assertThat(tab.button("Theme: dark")).isVisible();
            tab.page().reload();
            assertThat(tab.button("Theme: dark")).isVisible();
            assertThat(tab.page().evaluate("() => getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(18, 21, 23)");
            tab.assertClean();
        }
    }

    @Test
    void theKeyboardGetsEverywhere() {
        try (Tab tab = chrome.open(service.url("/#/runs/" + demo))) {
            assertThat(tab.page().locator(".stage")).hasCount(4);
            tab.page().keyboard().press("Tab");
            assertThat(tab.page().locator(":focus")).hasText("Skip to content");
            tab.page().keyboard().press("Enter");
            for (int presses = 0; presses < 60 && !focused(tab).contains("Workers"); presses++) {
                tab.page().keyboard().press("Tab");
                assertThat((String) tab.page().evaluate("() => getComputedStyle(document.activeElement).outlineStyle"))
                        .as("the outline of %s", focused(tab))
                        .isNotEqualTo("none");
            }
            assertThat(focused(tab)).contains("Workers");
            tab.assertClean();
        }
    }

    private static String focused(Tab tab) {
        return (String) tab.page().evaluate("() => document.activeElement.textContent");
    }

    /** Three hundred workers, and twice a second a new state of them: the page has time left. */
    @Test
    void hundredsOfWorkersLeaveItFast() {
        try (Tab tab = chrome.open(service.url("/#/runs/" + many))) {
            assertThat(tab.page().locator("table.workers tbody tr")).hasCount(50);
            assertThat(tab.page().locator(".detail .hint")).containsText("of 300 workers");
            tab.button("Show more").click();
            assertThat(tab.page().locator("table.workers tbody tr")).hasCount(100);
            Object busy = tab.page().evaluate("""
                    () => new Promise(resolve => {
                      let blocked = 0;
                      new PerformanceObserver(list => {
                        blocked += list.getEntries().reduce((sum, task) => sum + task.duration, 0);
                      }).observe({type: "longtask"});
                      setTimeout(() => resolve(blocked), 5000);
                    })""");
            System.out.printf("300 workers: long tasks took %s of 5000 ms%n", busy);
            assertThat(((Number) busy).doubleValue()).isLessThan(2_500);
            tab.assertClean();
        }
    }
}
