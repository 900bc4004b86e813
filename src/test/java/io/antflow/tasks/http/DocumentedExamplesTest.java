package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the reference are what the tasks take, and the reference has every parameter. */
class DocumentedExamplesTest {

    private static final Path REFERENCE = Path.of("src/docs/tasks.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);

    private final TestTasks tasks = new TestTasks();

    @AfterEach
    void close() throws Exception {
        tasks.close();
    }

    private static String section(String task) throws IOException {
        String reference = Files.readString(REFERENCE);
        int begin = reference.indexOf("\n## " + task + "\n");
        assertThat(begin).as("the section of %s", task).isNotNegative();
        int end = reference.indexOf("\n## ", begin + 1);
        return reference.substring(begin, end < 0 ? reference.length() : end);
    }

    private static List<JsonNode> uses(String task) throws IOException {
        ObjectMapper yaml = new YAMLMapper();
        List<JsonNode> uses = new ArrayList<>();
        for (MatchResult block : YAML.matcher(section(task)).results().toList()) {
            for (JsonNode stage : yaml.readTree(block.group(1)).path("stages")) {
                for (JsonNode use : stage.path("tasks")) {
                    assertThat(use.path("task").asText()).isEqualTo(task);
                    uses.add(use.path("with"));
                }
            }
        }
        assertThat(uses).isNotEmpty();
        return uses;
    }

    @Test
    void http() throws Exception {
        for (JsonNode with : uses("http")) {
            assertThatNoException().isThrownBy(() -> tasks.http(with.toString().replace("%", "%%")));
        }
    }

    @Test
    void poll() throws Exception {
        for (JsonNode with : uses("poll")) {
            assertThatNoException().isThrownBy(() -> tasks.poll(with.toString().replace("%", "%%")));
        }
    }

    @Test
    void everyParameterHasItsRow() throws Exception {
        Schemas schemas = new Schemas(TestTasks.MAPPER);
        List<String> ofHttp = new ArrayList<>();
        schemas.read("http").get("properties").fieldNames().forEachRemaining(ofHttp::add);
        List<String> ofPoll = new ArrayList<>();
        schemas.read("poll").get("properties").fieldNames().forEachRemaining(ofPoll::add);
        List<String> further = ofPoll.stream()
                .filter(name -> name.equals("keep") || !ofHttp.contains(name))
                .toList();

        assertThat(rows("http")).containsExactlyInAnyOrderElementsOf(ofHttp);
        assertThat(rows("poll")).containsExactlyInAnyOrderElementsOf(further);
    }

    private static List<String> rows(String task) throws IOException {
        return ROW.matcher(section(task)).results().map(row -> row.group(1)).toList();
    }
}
