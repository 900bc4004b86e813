package io.antflow.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.antflow.api.access.GuardedAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a service that wants to know who it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SignInIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private Path keys;
    private Chrome chrome;
    private Service service;

    @BeforeAll
    void start() throws Exception {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis());
        chrome = Chrome.start();
        keys = directory.resolve("keys");
        write("viewer", "operator");
        service = Service.start(directory.resolve("data"), "antflow.demo=true", "antflow.security.keys-file=" + keys);
    }

    private void write(String... roles) throws Exception {
        Files.writeString(
                keys,
                Stream.of(roles)
                        .map(role ->
                                "the-%s %s %s\n".formatted(role, role, GuardedAccess.sha256(GuardedAccess.key(role))))
                        .collect(Collectors.joining()));
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

    private static Locator field(Tab tab) {
        return tab.page().getByLabel("API key or token");
    }

    private static void signIn(Tab tab, String role) {
        assertThat(field(tab)).isFocused();
        tab.page().keyboard().type(GuardedAccess.key(role));
        tab.page().keyboard().press("Enter");
    }

    @Test
    void anOperatorSignsInByTheKeyboardWorksAndSignsOut() {
        try (Tab tab = chrome.open(service.url("/"))) {
            signIn(tab, "stranger");
            assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("not taken");
            assertThat(field(tab)).isFocused();
            signIn(tab, "operator");

            assertThat(tab.page().locator("table.runs tbody")).containsText("users");
            assertThat(tab.page().locator("#session")).containsText("the-operator operator");
            tab.page().locator("table.runs tbody a").first().click();
            tab.button("Pause").click();
            assertThat(tab.page().locator(".head .badge").first()).hasText("paused");
            tab.button("Resume").click();

            tab.page().reload();
            assertThat(tab.button("Pause")).isVisible();
            tab.button("Sign out").click();
            assertThat(field(tab)).isFocused();
            tab.page().reload();
            assertThat(field(tab)).isFocused();
            tab.assertClean();
        }
    }

    @Test
    void aViewerSeesEverythingAndNoControls() {
        try (Tab tab = chrome.open(service.url("/"))) {
            signIn(tab, "viewer");

            assertThat(tab.page().locator("table.runs tbody")).containsText("users");
            assertThat(tab.button("Start a run")).hasCount(0);
            tab.page().locator("table.runs tbody a").first().click();
            assertThat(tab.page().locator("table.workers tbody tr").first()).isVisible();
            assertThat(tab.page().locator(".controls")).hasCount(0);
            assertThat(tab.page().locator(".connection.live")).isVisible();
            assertThat(tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("One worker more")))
                    .hasCount(0);
            tab.assertClean();
        }
    }

    @Test
    void aSessionThatEndsLeadsBackToWhereItWas() throws Exception {
        try (Tab tab = chrome.open(service.url("/"))) {
            signIn(tab, "viewer");
            tab.page().locator("table.runs tbody a").first().click();
            assertThat(tab.page().locator(".connection.live")).isVisible();

            write("operator");
            assertThat(tab.page().locator(".signin")).containsText("Your session has ended.");
            signIn(tab, "operator");

            assertThat(tab.page().locator("table.workers tbody tr").first()).isVisible();
            assertThat(tab.page().locator(".controls")).isVisible();
            tab.assertClean();
        } finally {
            write("viewer", "operator");
            awaitKey("viewer");
        }
    }

    private void awaitKey(String role) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (service.curl("/api/runs", "-H", "X-API-Key: " + GuardedAccess.key(role))
                        .status()
                != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @ParameterizedTest
    @CsvSource({"light, 1280, 800", "dark, 1280, 800", "light, 360, 740", "dark, 360, 740"})
    void isForEverybody(String theme, int width, int height) {
        String look = theme + "-" + width;
        try (Tab tab = chrome.open(
                service.url("/"),
                new Browser.NewContextOptions()
                        .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT)
                        .setViewportSize(width, height))) {
            assertThat(field(tab)).isFocused();
            check(tab, "sign-in", look);
            signIn(tab, "stranger");
            assertThat(tab.page().getByRole(AriaRole.ALERT)).isVisible();
            check(tab, "sign-in-refused", look);
            signIn(tab, "viewer");
            assertThat(tab.page().locator("table.runs tbody")).containsText("users");
            check(tab, "signed-in", look);
            tab.assertClean();
        }
    }

    private static void check(Tab tab, String view, String look) {
        tab.picture(view + "-" + look, true);
        tab.assertFits(view + ", " + look);
        tab.assertAccessible(view + ", " + look);
    }
}
