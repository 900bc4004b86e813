package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("src/docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `(antflow_\\w+)` \\| (\\w+) \\| ([^|]*) \\| .+ \\|");

    @Test
    void theTableListsTheCatalogueInItsOrder() throws Exception {
        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(MetricName.values())
                        .map(MetricsDocumentTest::row)
                        .toList());
    }

    private static String row(MetricName metric) {
        return "%s %s %s"
                .formatted(
                        metric.prometheusName(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")));
    }
}
