package io.antflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** Prometheus' rule files as they are deployed. */
public final class Rules {

    /** Where they and the scrape configuration are. */
    public static final Path FOLDER = Path.of("deploy", "prometheus");

    private Rules() {}

    /**
     * A rule that records what it computes.
     *
     * @param name of the series it makes
     */
    public record Recorded(String name, String expr) {}

    /**
     * An alert.
     *
     * @param json as it is written
     */
    public record Alert(String name, String expr, JsonNode json) {

        public String annotation(String key) {
            return json.path("annotations").path(key).asText();
        }
    }

    public static List<Recorded> recorded() throws IOException {
        List<Recorded> recorded = new ArrayList<>();
        for (JsonNode rule : rules("antflow-rules.yml")) {
            recorded.add(
                    new Recorded(rule.path("record").asText(), rule.path("expr").asText()));
        }
        return recorded;
    }

    public static List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode rule : rules("antflow-alerts.yml")) {
            alerts.add(new Alert(rule.path("alert").asText(), rule.path("expr").asText(), rule));
        }
        return alerts;
    }

    private static List<JsonNode> rules(String file) throws IOException {
        return read(FOLDER.resolve(file)).findValues("rules").stream()
                .flatMap(rules -> {
                    List<JsonNode> each = new ArrayList<>();
                    rules.forEach(each::add);
                    return each.stream();
                })
                .toList();
    }

    /** What promtool is told to check of the rules: for each alert, when it fires and when it does not. */
    public static List<JsonNode> alertTests() throws IOException {
        List<JsonNode> tests = new ArrayList<>();
        try (var files = Files.list(FOLDER.resolve("tests"))) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode ofSeries : read(file).findValues("alert_rule_test")) {
                    ofSeries.forEach(tests::add);
                }
            }
        }
        return tests;
    }

    private static JsonNode read(Path yaml) throws IOException {
        try (Reader reader = Files.newBufferedReader(yaml)) {
            return new ObjectMapper().valueToTree(new Yaml().load(reader));
        }
    }
}
