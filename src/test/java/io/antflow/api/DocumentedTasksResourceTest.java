package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples in the documentation of the built-in tasks do what is said there. */
@QuarkusTest
@Timeout(60)
class DocumentedTasksResourceTest {

    private static final Path PAGE = Path.of("src", "docs", "tasks.md");
    /** {@code antflow.data-dir} in tests. */
    private static final Path FOLDER = Path.of("target", "test-data");

    private static final Pattern EXAMPLE =
            Pattern.compile("^## (\\w+)$.*?^```yaml$\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** Where the service logs. */
    LogLines watchLog() {
        return LogLines.watch();
    }

    /** By the task's name. */
    private static Map<String, String> examples() throws IOException {
        Map<String, String> examples = new LinkedHashMap<>();
        for (Matcher found = EXAMPLE.matcher(Files.readString(PAGE)); found.find(); ) {
            examples.put(found.group(1), found.group(2));
        }
        return examples;
    }

    private static JsonPath run(String task, String items) throws IOException {
        String pipeline = "documented-" + task;
        String definition = examples().get(task).replaceFirst("(?m)^name: .*$", "name: " + pipeline);
        given().contentType("application/yaml")
                .body(definition.getBytes(StandardCharsets.UTF_8))
                .put("/api/pipelines/{name}", pipeline)
                .then()
                .statusCode(201);
        return ApiCalls.run(pipeline, items);
    }

    @Test
    void everyBuiltInTaskHasAnExample() throws IOException {
        List<String> withParameters =
                given().get("/api/tasks").jsonPath().getList("findAll { it.parameters.properties }.name");
        assertThat(examples()).containsOnlyKeys(withParameters);
    }

    @Test
    void transform() throws IOException {
        JsonPath run = run(
                "transform", "[{\"id\": 7, \"lines\": [{\"price\": 2, \"count\": 3}, {\"price\": 1, \"count\": 4}]}]");

        assertThat(run.getMap("results[0].value")).isEqualTo(Map.of("id", 7, "total", 10));
    }

    @Test
    void validate() throws IOException {
        JsonPath run = run("validate", "[{\"id\": 1, \"email\": \"ada@example.com\"}, {\"id\": 0, \"email\": \"?\"}]");

        assertThat(run.getMap("results[0].value")).isEqualTo(Map.of("id", 1, "email", "ada@example.com"));
        assertThat(run.getInt("results[1].error.attempts")).isOne();
        assertThat(run.getString("results[1].error.message")).contains("id", "email");
    }

    @Test
    void filter() throws IOException {
        JsonPath run = run("filter", "[{\"id\": 1, \"status\": \"open\"}, {\"id\": 2, \"status\": \"sent\"}]");

        assertThat(run.getMap("results[0]")).doesNotContainKey("skipped");
        assertThat(run.getMap("results[1].skipped"))
                .isEqualTo(Map.of("stage", "Select", "reason", "the order is closed"));
        assertThat(run.getInt("items_processed")).isEqualTo(2);
    }

    @Test
    void delay() throws IOException {
        JsonPath run = run("delay", "[{\"id\": 1, \"wait\": 0}, {\"id\": 2}]");

        assertThat(run.getInt("items_processed")).isEqualTo(2);
    }

    @Test
    void log() throws IOException {
        try (LogLines lines = watchLog()) {
            run("log", "[{\"id\": 4711, \"team\": \"blue\"}]");

            assertThat(lines.lines()).anyMatch(line -> line.contains("saw 4711 of blue"));
        }
    }

    @Test
    void fail() throws IOException {
        JsonPath run = run(
                "fail", IntStream.range(0, 50).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));

        assertThat(run.getInt("items_processed")).isEqualTo(50);
        given().get("/api/runs/{run}/snapshot", run.getString("id"))
                .then()
                .body("pipeline_stats.stage_stats.Flaky.retries", greaterThan(5));
    }

    @Test
    void file() throws IOException {
        Files.deleteIfExists(FOLDER.resolve("orders/north.ndjson"));

        run("file", "[{\"id\": 1, \"region\": \"north\", \"total\": 9.50}]");

        assertThat(FOLDER.resolve("orders/north.ndjson")).hasContent("{\"id\":1,\"total\":9.50}\n");
        assertThat(FOLDER.resolve("receipts/1.txt")).hasContent("total: 9.50\n");
    }
}
