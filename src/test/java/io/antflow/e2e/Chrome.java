package io.antflow.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Chromium that is installed on this machine, without a window. Where there is none, tests are skipped, but in CI they
 * fail.
 */
final class Chrome implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chrome(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chrome start() {
        Optional<Path> program = program();
        if (program.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("chromium is not installed, and CI must not skip this test");
        }
        assumeTrue(program.isPresent(), "chromium is not installed: apt-get install chromium");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program.get())
                        .setArgs(ARGUMENTS));
        return new Chrome(playwright, browser);
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A new tab, 1280 × 900, as of somebody who likes it light. */
    Tab open(String url) {
        return open(url, new Browser.NewContextOptions());
    }

    /** A new tab of a new profile. */
    Tab open(String url, Browser.NewContextOptions options) {
        Tab tab = new Tab(browser.newContext(options.setAcceptDownloads(true)).newPage(), url);
        tab.page().navigate(url);
        return tab;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
