package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.deploy.Board;
import io.antflow.deploy.PromQl;
import io.antflow.deploy.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is deployed for Prometheus and Grafana agrees with what the service measures, and with its documentation. */
class DeployedMonitoringTest {

    /** Not ours: Quarkus', the JVM's and Prometheus' own. */
    private static final Set<String> OTHERS = Set.of(
            "ALERTS",
            "http_server_requests_seconds_count",
            "jvm_gc_pause_seconds_sum",
            "jvm_memory_max_bytes",
            "jvm_memory_used_bytes",
            "process_cpu_usage",
            "process_start_time_seconds",
            "process_uptime_seconds",
            "system_cpu_usage");

    @Test
    void whatRulesAndBoardAskForExists() throws Exception {
        Set<String> known = new HashSet<>(OTHERS);
        for (MetricName metric : MetricName.values()) {
            String name = metric.prometheusName();
            known.addAll(
                    metric.kind() == MetricName.Kind.HISTOGRAM
                            ? Set.of(name + "_bucket", name + "_sum", name + "_count", name + "_max")
                            : Set.of(name));
        }
        Rules.recorded().forEach(rule -> known.add(rule.name()));

        assertThat(expressions().flatMap(expr -> PromQl.metrics(expr).stream()))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(known).contains(metric));
    }

    @Test
    void whatIsRecordedIsAskedFor() throws Exception {
        Set<String> asked = new HashSet<>();
        expressions().forEach(expr -> asked.addAll(PromQl.metrics(expr)));

        assertThat(Rules.recorded()).extracting(Rules.Recorded::name).isSubsetOf(asked);
    }

    @Test
    void everyMetricOfOursIsShownOrWatched() throws Exception {
        Set<String> asked = new TreeSet<>();
        expressions()
                .flatMap(expr -> PromQl.metrics(expr).stream())
                .map(metric -> metric.replaceFirst("_(bucket|count|sum)$", ""))
                .forEach(asked::add);

        assertThat(asked)
                .containsAll(Stream.of(MetricName.values())
                        // How many runs are paused is among antflow_runs.
                        .filter(metric -> metric != MetricName.PIPELINE_PAUSED)
                        .map(MetricName::prometheusName)
                        .toList());
    }

    private static Stream<String> expressions() throws Exception {
        Board board = Board.deployed();
        return Stream.of(
                        Rules.recorded().stream().map(Rules.Recorded::expr),
                        Rules.alerts().stream().map(Rules.Alert::expr),
                        board.panels().stream()
                                .flatMap(panel -> panel.queries().stream())
                                .map(Board.Query::expr),
                        board.annotations().stream().map(Board.Query::expr),
                        board.choices().stream().map(Board.Choice::series))
                .flatMap(expressions -> expressions);
    }

    @Test
    void theBoardHasItsRowsAndVariables() throws Exception {
        Board board = Board.deployed();

        assertThat(board.rows())
                .containsExactly(
                        "Is it fine?",
                        "Stage $stage",
                        "Retries and errors",
                        "Capacity and back pressure",
                        "The service");
        assertThat(board.variables()).containsExactly("datasource", "job", "pipeline", "stage");
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() throws Exception {
        assertThat(Board.deployed().panels()).hasSizeGreaterThan(30).allSatisfy(panel -> {
            assertThat(panel.description()).as(panel.title()).hasSizeGreaterThan(60);
            assertThat(panel.queries()).as(panel.title()).isNotEmpty();
            assertThat(panel.units())
                    .as("units of %s", panel.title())
                    .isNotEmpty()
                    .allSatisfy(unit -> assertThat(unit).isNotBlank());
            assertThat(panel.json().path("datasource").path("uid").asText())
                    .as(panel.title())
                    .isEqualTo("${datasource}");
        });
        assertThat(Board.deployed().panels()).extracting(Board.Panel::title).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertSaysWhatIsWrongAndWhereToReadOn() throws Exception {
        Path document = Path.of("src/docs/alerts.md");
        List<String> headings = Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(Rules.alerts()).allSatisfy(alert -> {
            assertThat(alert.json().path("labels").path("severity").asText())
                    .as(alert.name())
                    .isIn("critical", "warning", "info");
            assertThat(alert.annotation("summary")).as(alert.name()).isNotBlank();
            assertThat(alert.annotation("description")).as(alert.name()).hasSizeGreaterThan(60);
            assertThat(alert.annotation("description").contains("$value"))
                    .as("%s names the value, unless there is none", alert.name())
                    .isEqualTo(!alert.expr().startsWith("absent("));
            assertThat(alert.annotation("runbook"))
                    .isEqualTo(document + "#" + alert.name().toLowerCase(Locale.ROOT));
        });
        assertThat(headings)
                .as("a heading for each alert, in the same order")
                .containsExactlyElementsOf(
                        Rules.alerts().stream().map(Rules.Alert::name).toList());
    }

    @Test
    void everyAlertIsShownToFireAndToStaySilent() throws Exception {
        List<JsonNode> tests = Rules.alertTests();

        assertThat(Rules.alerts()).allSatisfy(alert -> {
            List<JsonNode> ofAlert = tests.stream()
                    .filter(test -> test.path("alertname").asText().equals(alert.name()))
                    .toList();
            assertThat(ofAlert)
                    .as("%s fires", alert.name())
                    .anyMatch(test -> !test.path("exp_alerts").isEmpty());
            assertThat(ofAlert)
                    .as("%s stays silent", alert.name())
                    .anyMatch(test -> test.path("exp_alerts").isEmpty());
        });
    }
}
