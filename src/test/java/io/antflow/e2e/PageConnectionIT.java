package io.antflow.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page stays true to what it shows when the connection, the service, the tab or the machine don't stay. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageConnectionIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern STREAMS =
            Pattern.compile("^antflow_streams\\{[^}]*kind=\"snapshots\"[^}]*} (\\d+)", Pattern.MULTILINE);

    @TempDir
    static Path directory;

    private Chrome chrome;

    @BeforeAll
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis());
        chrome = Chrome.start();
    }

    @AfterAll
    void stop() {
        if (chrome != null) {
            chrome.close();
        }
    }

    private static Service service(String... settings) throws IOException, InterruptedException {
        return Service.start(directory.resolve("data"), settings);
    }

    private static Locator connection(Tab tab) {
        return tab.page().locator("#connection .word");
    }

    @Test
    void afterARestartTheListIsThatOfTheNewServiceAndALostRunIsSaidToBeLost() throws Exception {
        Service old = service("antflow.demo=true");
        String run =
                old.curl("/api/runs").json().path("runs").path(0).path("id").asText();
        try (Tab list = chrome.open(old.url("/"));
                Tab detail = chrome.open(old.url("/#/runs/" + run))) {
            assertThat(list.page().locator("table.runs tbody")).containsText(run);
            assertThat(detail.page().locator(".stage")).hasCount(4);
            assertThat(connection(detail)).hasText("Live");

            old.close();
            assertThat(connection(list)).hasText("Stale");
            assertThat(connection(detail)).hasText("Stale");
            assertThat(detail.page().locator(".connection .age")).containsText("ago");
            assertThat(detail.page().locator(".stage")).hasCount(4);

            try (Service fresh = service("quarkus.http.port=" + old.port(), "antflow.demo=true")) {
                String newRun = fresh.curl("/api/runs")
                        .json()
                        .path("runs")
                        .path(0)
                        .path("id")
                        .asText();
                assertThat(connection(list)).hasText("Live");
                assertThat(list.page().locator("table.runs tbody")).containsText(newRun);
                assertThat(list.page().locator("table.runs tbody")).not().containsText(run);
                assertThat(detail.page().locator(".notice")).containsText("does not know this run any more");
                assertThat(detail.page().locator(".notice")).containsText("how it was at");
                assertThat(detail.button("Pause")).hasCount(0);
                assertThat(detail.page().locator(".stage")).hasCount(4);
                detail.link("All runs").click();
                assertThat(detail.page().locator("table.runs tbody")).containsText(newRun);
                list.assertClean();
                detail.assertClean();
                assertThat(fresh.complaints()).isEmpty();
            }
        }
    }

    @Test
    void oneStreamATabAndNoneWhileItIsHidden() throws Exception {
        try (Service service = service("antflow.demo=true")) {
            try (Tab tab = chrome.open(service.url("/"))) {
                awaitStreams(service, 1);
                tab.page().locator("table.runs tbody a").first().click();
                assertThat(tab.page().locator(".stage")).hasCount(4);
                awaitStreams(service, 1);

                hide(tab, true);
                assertThat(connection(tab)).hasText(Pattern.compile("Stopped|Stale"));
                awaitStreams(service, 0);
                hide(tab, false);
                assertThat(connection(tab)).hasText("Live");
                awaitStreams(service, 1);
                tab.assertClean();
            }
            awaitStreams(service, 0);
        }
    }

    /** A browser without a window hides no tab, so the page is told what a browser with one would tell it. */
    private static void hide(Tab tab, boolean hidden) {
        tab.page().evaluate("""
                        hidden => {
                          Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
                          Object.defineProperty(document, "visibilityState", {configurable: true, get: () => hidden ? "hidden" : "visible"});
                          document.dispatchEvent(new Event("visibilitychange"));
                        }""", hidden);
    }

    private static void awaitStreams(Service service, int count) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (int open = -1; open != count; open = streams(service)) {
            assertThat(System.nanoTime()).as("%d streams are open", open).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static int streams(Service service) throws IOException, InterruptedException {
        var gauge = STREAMS.matcher(service.curl("/q/metrics").body());
        return gauge.find() ? Integer.parseInt(gauge.group(1)) : 0;
    }

    @Test
    void aServiceThatHangsMakesItStaleUntilItGoesOn() throws Exception {
        try (Service service = service("antflow.demo=true");
                Tab tab = chrome.open(service.url("/"))) {
            assertThat(connection(tab)).hasText("Live");
            service.freeze();
            try {
                assertThat(connection(tab)).hasText("Stale");
                assertThat(tab.page().locator("#announcer")).containsText("no longer up to date");
                tab.picture("stale", false);
                tab.assertAccessible("a stale page");
            } finally {
                service.thaw();
            }
            assertThat(connection(tab)).hasText("Live");
            assertThat(tab.page().locator("#announcer")).containsText("Up to date");
            tab.assertClean();
        }
    }

    /** The clock of the page jumps, as it does over a laptop's sleep: the old connection is given up at once. */
    @Test
    void afterASleepItConnectsAnew() throws Exception {
        try (Service service = service("antflow.demo=true");
                Tab tab = chrome.open("about:blank")) {
            tab.page().clock().install();
            tab.page().navigate(service.url("/"));
            assertThat(connection(tab)).hasText("Live");
            long before = tab.requestsTo("/api/snapshots");
            tab.page().clock().fastForward("01:00:00");
            assertThat(connection(tab)).hasText("Live");
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (tab.requestsTo("/api/snapshots") == before) {
                assertThat(System.nanoTime()).as("no new connection").isLessThan(deadline);
                tab.page().waitForTimeout(100);
            }
            awaitStreams(service, 1);
        }
    }

    @Test
    void whileNothingAnswersItSaysSoAndGoesOnByItself() throws Exception {
        try (Service service = service();
                Tab tab = chrome.open("about:blank")) {
            tab.page().route("**/api/**", route -> route.abort());
            tab.page().navigate(service.url("/"));
            assertThat(tab.page().locator(".empty")).containsText("can't be reached");
            assertThat(connection(tab)).hasText("Disconnected");
            tab.picture("unreachable", false);
            tab.assertAccessible("a page that reaches nothing");
            tab.page().unroute("**/api/**");
            tab.button("Try now").click();
            assertThat(connection(tab)).hasText("Live");
            assertThat(tab.page().locator(".empty")).containsText("No runs yet");
        }
    }

    /** It can be reached, but has no stream left: that is what is said, and the page goes on when there is one. */
    @Test
    void whatAServiceThatRefusesAStreamSaysIsShown() throws Exception {
        try (Service service = service("antflow.demo=true", "antflow.streams.max=1");
                Tab first = chrome.open(service.url("/"))) {
            assertThat(connection(first)).hasText("Live");
            String run = first.page().locator("table.runs tbody a").first().getAttribute("href");
            try (Tab second = chrome.open(service.url("/" + run))) {
                assertThat(connection(second)).hasText("Disconnected");
                assertThat(second.page().locator(".empty")).containsText("streams");
                assertThat(second.page().locator(".connection .age")).containsText("Too many streams");
                second.picture("no-stream", false);
                first.close();
                assertThat(second.page().locator(".stage")).hasCount(4);
                second.assertClean();
            }
        }
    }

    @Test
    void anUnknownRunIsSaidToBeUnknown() throws Exception {
        try (Service service = service();
                Tab tab = chrome.open(service.url("/#/runs/01M85NDCD0WJDGCKAAMGDJ07T3"))) {
            assertThat(tab.page().locator(".notice")).containsText("does not know this run.");
            tab.assertAccessible("an unknown run");
            tab.link("All runs").click();
            assertThat(tab.page().locator(".empty")).containsText("There is no pipeline either");
            tab.assertAccessible("no runs");
            tab.assertClean();
        }
    }
}
