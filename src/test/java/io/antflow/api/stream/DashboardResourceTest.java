package io.antflow.api.stream;

import static io.antflow.api.ApiTasks.OUTSIDE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.antflow.api.RemoteRun;
import io.antflow.api.StreamFigures;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terminal dashboards as they come over the wire. */
@QuarkusTest
@Timeout(60)
class DashboardResourceTest {

    private static final String ANY = "*/*";

    private RemoteRun run;

    @BeforeEach
    void start() {
        RemoteRun.define("watched", """
                {"stages": [{"name": "Work", "workers": 2, "tasks": ["api_gate"], "task_attempts": 1},
                            {"name": "Check", "tasks": [{"task": "fail", "with": {"message": "\\u001b[31mthirteen"}}],
                             "task_attempts": 1, "skip_if": ". != 13"}]}""");
        run = RemoteRun.start("watched").feed("[1, 13]");
    }

    @AfterEach
    void cancel() {
        run.cancel();
        OUTSIDE.reset();
    }

    private void finish() {
        OUTSIDE.release(2);
        run.join();
    }

    private String path(String query) {
        return "/api/runs/" + run.id() + "/dashboard" + query;
    }

    @ParameterizedTest
    @ValueSource(strings = {"progress", "compact", "detailed", "full"})
    void followsARunUpToItsSummary(String view) throws Exception {
        try (Client client = Client.get(path("?interval=60&view=" + view), ANY)) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
            assertThat(client.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(client.line()).contains("watched");
            assertThat(StreamFigures.open(StreamKind.DASHBOARDS)).isPositive();

            finish();
            assertThat(String.join("\n", client.lines()).replaceAll("\033\\[[0-9;?]*[a-zA-Z]", ""))
                    .contains("100.0%", "2/2", "1 failed", "␛[31mthirteen")
                    .contains("Completed: 1 ok, 1 failed in ");
        }
    }

    @Test
    void drawsItInColoursUnlessToldOtherwise() throws Exception {
        finish();
        try (Client colored = Client.get(path(""), ANY);
                Client plain = Client.get(path("?color=false"), ANY)) {
            assertThat(String.join("\n", colored.lines())).contains("\033[31m1 failed\033[0m");
            assertThat(String.join("\n", plain.lines())).contains("1 failed").doesNotContainPattern("\033\\[[0-9;]*m");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"progress", "compact", "detailed", "full"})
    void printsOneFrameWithoutEscapes(String view) {
        long sent = StreamFigures.sent(StreamKind.DASHBOARDS);

        String frame = given().get(path("?once=true&width=60&color=true&view=" + view))
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=UTF-8")
                .header("Cache-Control", "no-store")
                .extract()
                .asString();

        assertThat(frame)
                .contains("watched", "0/2")
                .doesNotContain("\033", "Completed")
                .endsWith("\n");
        assertThat(frame.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(StreamFigures.sent(StreamKind.DASHBOARDS)).isEqualTo(sent);
    }

    @Test
    void showsThatARunIsPaused() {
        run.pause();

        given().get(path("?once=true")).then().body(containsString("‖ paused"));
    }

    @Test
    void listsAllThatIsWrongWithTheParametersBeforeItBegins() {
        given().get(path("?view=best&interval=0.01&width=39&height=401&color=red&once=twice"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:antflow:problem:invalid-parameter"))
                .body("violations.field", hasItems("view", "interval", "width", "height", "color", "once"))
                .body("violations", hasSize(6))
                .body(
                        "violations.message",
                        hasItems(
                                "is one of [progress, compact, detailed, full], not 'best'",
                                "is a number of seconds from 0.05 to 60, not '0.01'",
                                "is a whole number from 40 to 400, not '39'",
                                "is true or false, not 'red'"));
        given().get("/api/dashboard?view=best").then().statusCode(400).body("violations", hasSize(1));
    }

    @Test
    void saysThatThereIsNoSuchRun() {
        given().get("/api/runs/NONE/dashboard")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:antflow:problem:unknown-run"));
    }

    @Test
    void theNewestRunIsTheNewestThatHasNotEnded() throws Exception {
        RemoteRun.define("ended", "{\"stages\": [{\"name\": \"Work\", \"tasks\": [\"api_echo\"]}]}");
        RemoteRun.start("ended").join();

        given().get("/api/dashboard?once=true").then().statusCode(200).body(containsString(run.id()));
        try (Client client = Client.get("/api/dashboard?view=compact", ANY)) {
            finish();
            assertThat(String.join("\n", client.lines())).contains("watched", "Completed");
        }
    }

    @Test
    void aClientThatLeavesFreesItsPlace() throws Exception {
        long open = StreamFigures.open(StreamKind.DASHBOARDS);
        try (Client client = Client.get(path("?interval=0.05"), ANY)) {
            client.line();
            assertThat(StreamFigures.open(StreamKind.DASHBOARDS)).isEqualTo(open + 1);
        }
        while (StreamFigures.open(StreamKind.DASHBOARDS) > open) {
            Thread.onSpinWait();
        }
    }
}
