package io.antflow.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A front end as AntFlow's guide to web dashboards has it, a few lines in a page of its own, in a real browser: a progress bar, a
 * stage table and counters out of {@code /ws/pipeline}, and a button that starts a run.
 */
class FrontEndIT {

    private static final int ITEMS = 300;

    private static final String PAGE = """
            <!doctype html><title>Front end</title>
            <button>Start</button> <output id="state">connecting</output>
            <progress id="bar" value="0" max="1"></progress>
            <p><output id="processed">-</output> ok, <output id="failed">-</output> failed, of <output id="total">-</output></p>
            <table><tbody></tbody></table>
            <script>
              const at = id => document.getElementById(id)
              let total = 0
              const cell = (stage, what, text) => { at(`stage-${stage}-${what}`).textContent = text }
              const on = {
                start(message) {
                  total = message.total
                  at('state').textContent = 'started ' + message.run_id
                  document.querySelector('tbody').replaceChildren(...message.stages.map(stage => {
                    const row = document.createElement('tr')
                    row.append(stage, ...['pending', 'active', 'done'].map(what =>
                      Object.assign(document.createElement('td'), {id: `stage-${stage}-${what}`})))
                    return row
                  }))
                },
                update(message) {
                  at('bar').value = total ? (message.processed + message.failed) / total : 0
                  for (const [stage, figures] of Object.entries(message.stages)) {
                    for (const what of ['pending', 'active', 'done']) cell(stage, what, figures[what])
                  }
                  at('processed').textContent = message.processed
                  at('failed').textContent = message.failed
                  at('total').textContent = message.total
                },
                finish(message) {
                  at('state').textContent = `finished ${message.results} ${message.failed}`
                }
              }
              const socket = new WebSocket(SOCKET)
              socket.onopen = () => { at('state').textContent = 'open' }
              socket.onmessage = event => { const message = JSON.parse(event.data); on[message.type](message) }
              socket.onclose = event => { at('state').textContent = 'closed ' + event.code }
              document.querySelector('button').onclick = async () => {
                const answer = await fetch('/api/pipeline/start', {
                  method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(ITEMS)})
                total = (await answer.json()).total
              }
            </script>
            """;

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void aPageOfTheGuideFollowsARunAndTheNextAndTheShutdown() throws Exception {
        try (Service service = Service.start(directory.resolve("data"), "antflow.demo=true");
                Chrome chrome = Chrome.start()) {
            String demo = newestRun(service);
            Tab tab = chrome.open(service.url("/q/health/ready"));
            Page page = show(tab, service.url("/ws/pipeline?interval=0.1"));
            assertThat(page.locator("#state")).hasText("started " + demo);
            assertThat(page.locator("tr")).hasCount(4);

            Users.define(service);
            assertThat(service.curl("/api/pipelines/etl/runs", "--json", "[]").status())
                    .isEqualTo(201);
            assertThat(page.locator("#state")).hasText("finished 0 0");
            page.locator("button").click();

            assertThat(page.locator("#state"))
                    .hasText("finished %d %d".formatted(ITEMS - Users.failing(ITEMS), Users.failing(ITEMS)));
            String run = newestRun(service);
            JsonNode snapshot =
                    service.curl("/api/runs/" + run + "/snapshot").json().path("pipeline_stats");
            assertThat(page.locator("#total")).hasText(String.valueOf(ITEMS));
            assertThat(page.locator("#processed"))
                    .hasText(snapshot.path("items_processed").asText());
            assertThat(page.locator("#failed"))
                    .hasText(snapshot.path("items_failed").asText());
            assertThat(page.locator("#bar")).hasJSProperty("value", 1);
            for (String stage : List.of("Parse", "Enrich", "Save")) {
                assertThat(page.locator("#stage-" + stage + "-done"))
                        .hasText(snapshot.path("stage_stats")
                                .path(stage)
                                .path("completed_items")
                                .asText());
                assertThat(page.locator("#stage-" + stage + "-pending")).hasText("0");
            }
            tab.assertClean();

            service.terminate();
            assertThat(page.locator("#state")).hasText("closed 1001");
            service.awaitExit(Duration.ofSeconds(20));
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    @Timeout(120)
    void aPageOfAnotherOriginDoesNotGetIn() throws Exception {
        try (Service service = Service.start(directory.resolve("data"));
                Service other = Service.start(directory.resolve("other"));
                Chrome chrome = Chrome.start()) {
            Tab tab = chrome.open(other.url("/q/health/ready"));
            Page page = show(tab, service.url("/ws/pipeline"));

            assertThat(page.locator("#state")).hasText("closed 1006");
        }
        try (Service other = Service.start(directory.resolve("other"));
                Service service = Service.start(
                        directory.resolve("data"),
                        "quarkus.http.cors.enabled=true",
                        "quarkus.http.cors.origins=" + other.url(""));
                Chrome chrome = Chrome.start()) {
            Tab tab = chrome.open(other.url("/q/health/ready"));
            Page page = show(tab, service.url("/ws/pipeline"));

            assertThat(page.locator("#state")).hasText("open");
        }
    }

    /** The page in that tab, as if it came from where the tab is. */
    private Page show(Tab tab, String socket) throws Exception {
        String items = "[" + String.join(",", Files.readAllLines(Users.mixed(directory, ITEMS))) + "]";
        tab.page()
                .setContent(PAGE.replace("SOCKET", "'" + socket.replaceFirst("^http", "ws") + "'")
                        .replace("ITEMS", items));
        return tab.page();
    }

    private static String newestRun(Service service) throws Exception {
        return service.curl("/api/runs?limit=1")
                .json()
                .path("runs")
                .path(0)
                .path("id")
                .asText();
    }
}
