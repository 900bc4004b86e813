package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.deploy.Board;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A query of the board or of a rule, filled in as Grafana does when somebody picks these.
 *
 * @param pick of the variables
 */
record FilledQuery(Board.Query query, Pick pick) {

    /** The time range that is looked at. */
    static final Duration RANGE = Duration.ofSeconds(60);

    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /** What is picked, as regular expressions. */
    record Pick(String job, String pipeline, String stage) {

        static final Pick ALL = new Pick(".+", ".+", ".+");

        String fillIn(String expr) {
            String filled = expr.replace("$job", job)
                    .replace("$pipeline", pipeline)
                    .replace("$stage", stage)
                    // As Grafana computes it: four times the data source's interval at least.
                    .replace("$__rate_interval", Prometheus.INTERVAL.toSeconds() * 4 + "s")
                    .replace("$__interval", Prometheus.INTERVAL.toSeconds() + "s")
                    .replace("$__range", RANGE.toSeconds() + "s");
            assertThat(filled).as("every variable is known").doesNotContain("$");
            return filled;
        }
    }

    /**
     * Whether there are figures for it.
     *
     * @throws AssertionError there is an error in it, an answer that is no figure, or a series that its legend can't name
     */
    boolean answeredBy(Prometheus prometheus) throws IOException, InterruptedException {
        JsonNode result = ask(prometheus);
        for (JsonNode series : result) {
            assertThat(figures(series))
                    .as("figures of %s: %s", query, series.path("metric"))
                    .isNotEmpty()
                    .allSatisfy(figure -> assertThat(figure).isFinite());
            assertThat(LABEL.matcher(query.legend()).results().map(label -> label.group(1)))
                    .as("labels of the legend of %s", query)
                    .allSatisfy(label -> assertThat(
                                    series.path("metric").path(label).asText())
                            .isNotEmpty());
        }
        return !result.isEmpty();
    }

    /** The newest figure of its first series. */
    double newest(Prometheus prometheus) throws IOException, InterruptedException {
        JsonNode result = ask(prometheus);
        assertThat(result).as("%s", query).isNotEmpty();
        return figures(result.get(0)).getLast();
    }

    private JsonNode ask(Prometheus prometheus) throws IOException, InterruptedException {
        String expr = pick.fillIn(query.expr());
        return query.instant() ? prometheus.now(expr) : prometheus.over(RANGE, expr);
    }

    private static List<Double> figures(JsonNode series) {
        List<Double> figures = new ArrayList<>();
        if (series.has("value")) {
            figures.add(figure(series.path("value")));
        }
        series.path("values").forEach(sample -> figures.add(figure(sample)));
        return figures;
    }

    private static double figure(JsonNode sample) {
        return Double.parseDouble(sample.path(1).asText().replace("Inf", "Infinity"));
    }
}
