package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A browser's tab that keeps an eye on what must never happen in it. */
final class Tab implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double LIMIT_MILLIS = 30_000;

    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Tab(Page page, String url) {
        this.page = page;
        String origin = url.replaceFirst("^(https?://[^/]+).*", "$1");
        page.setDefaultTimeout(LIMIT_MILLIS);
        page.onRequest(request -> {
            requests.add(request.url());
            if (!request.url().startsWith(origin + "/") && !request.url().startsWith("data:")) {
                complaints.add("a request to elsewhere: " + request.url());
            }
        });
        page.onPageError(error -> complaints.add("an error of the page: " + error));
        page.onConsoleMessage(message -> {
            // What the API refuses, the browser calls an error; whether the page deals with it is for the test to say.
            boolean refused = message.text().startsWith("Failed to load resource");
            if (List.of("error", "warning").contains(message.type()) && !refused) {
                complaints.add("in the console: " + message.text());
            }
        });
        page.addInitScript("addEventListener('securitypolicyviolation', event =>"
                + " console.error(`policy ${event.violatedDirective} ${event.blockedURI}`))");
    }

    Page page() {
        return page;
    }

    /** Nothing was requested from elsewhere, nothing went wrong, and the page's policy was kept. */
    void assertClean() {
        assertThat(complaints).isEmpty();
    }

    /** How many requests went to such a path. */
    long requestsTo(String path) {
        return requests.stream()
                .filter(url -> URI.create(url).getPath().startsWith(path))
                .count();
    }

    /** The path of the run that is shown. */
    String run() {
        return "/api" + page.url().replaceFirst(".*#(/runs/[^/]+).*", "$1");
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** A button of the dialog that is open. */
    Locator answer(String name) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The card of a stage. */
    Locator stage(String name) {
        return page.getByRole(AriaRole.LISTITEM, new Page.GetByRoleOptions().setName(Pattern.compile("\\d+ " + name)));
    }

    /** A figure of the run as a whole. */
    Locator figure(String name) {
        return page.locator(".overall .figure")
                .filter(new Locator.FilterOptions().setHas(page.locator("dt").getByText(name)))
                .locator("dd");
    }

    /** What axe finds fault with: nothing at all. */
    void assertAccessible(String what) {
        List<String> violations = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .map(rule -> rule.getImpact() + " " + rule.getId() + ": "
                                + rule.getNodes().getFirst().getHtml())
                        .toList();
        assertThat(violations).as("accessibility of %s", what).isEmpty();
    }

    /** The page as a whole never scrolls sideways. */
    void assertFits(String what) {
        Object excess = page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) excess).intValue())
                .as("%s is wider than the window by", what)
                .isLessThanOrEqualTo(0);
    }

    /** Keeps a picture of what is seen. */
    void picture(String name, boolean wholePage) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(wholePage));
    }

    @Override
    public void close() {
        page.context().close();
    }
}
