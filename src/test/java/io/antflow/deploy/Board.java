package io.antflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The Grafana board as it is deployed. */
public final class Board {

    private static final Path FILE = Path.of("deploy", "grafana", "dashboards", "antflow.json");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    private final JsonNode json;

    private Board(JsonNode json) {
        this.json = json;
    }

    public static Board deployed() throws IOException {
        return new Board(new ObjectMapper().readTree(FILE.toFile()));
    }

    /**
     * A query of a panel or an annotation.
     *
     * @param where whose it is
     * @param expr PromQL with Grafana's variables in it
     * @param legend what each series is called, with labels as <code>{{label}}</code>
     * @param instant asked for one moment, not over the board's time range
     */
    public record Query(String where, String expr, String legend, boolean instant) {}

    /**
     * A panel that shows something.
     *
     * @param json as Grafana gets it
     */
    public record Panel(String row, String title, JsonNode json) {

        public String description() {
            return json.path("description").asText();
        }

        /** The unit of each thing it shows: one, or those of a table's columns. */
        public List<String> units() {
            String ofAll = json.at("/options/yAxis/unit")
                    .asText(json.at("/fieldConfig/defaults/unit").asText());
            return json.path("type").asText().equals("table")
                    ? elements(json.at("/fieldConfig/overrides"))
                            .flatMap(override -> elements(override.path("properties")))
                            .filter(property -> property.path("id").asText().equals("unit"))
                            .map(property -> property.path("value").asText())
                            .toList()
                    : List.of(ofAll);
        }

        public List<Query> queries() {
            return elements(json.path("targets"))
                    .map(target -> new Query(
                            row + " / " + title + " / " + target.path("refId").asText(),
                            target.path("expr").asText(),
                            target.path("legendFormat").asText(),
                            target.path("instant").asBoolean()))
                    .toList();
        }
    }

    /** The titles of the rows. */
    public List<String> rows() {
        return elements(json.path("panels"))
                .filter(Board::isRow)
                .map(row -> row.path("title").asText())
                .toList();
    }

    /** All panels but the rows, in their order. */
    public List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        String row = "";
        for (JsonNode panel : json.path("panels")) {
            if (isRow(panel)) {
                row = panel.path("title").asText();
            } else {
                panels.add(new Panel(row, panel.path("title").asText(), panel));
            }
        }
        return panels;
    }

    private static boolean isRow(JsonNode panel) {
        return panel.path("type").asText().equals("row");
    }

    /** What marks moments on all panels. */
    public List<Query> annotations() {
        return elements(json.at("/annotations/list"))
                .map(annotation -> new Query(
                        "annotation / " + annotation.path("name").asText(),
                        annotation.path("expr").asText(),
                        "",
                        false))
                .toList();
    }

    /**
     * A variable that offers the values of a label.
     *
     * @param series which series have the label, with Grafana's variables in it
     */
    public record Choice(String name, String series, String label) {}

    /** The variables that are asked of Prometheus. */
    public List<Choice> choices() {
        return elements(json.at("/templating/list"))
                .filter(variable -> variable.path("type").asText().equals("query"))
                .map(variable -> {
                    String query = variable.at("/query/query").asText();
                    Matcher values = LABEL_VALUES.matcher(query);
                    if (!values.matches()) {
                        throw new IllegalArgumentException("not label_values: " + query);
                    }
                    return new Choice(variable.path("name").asText(), values.group(1), values.group(2));
                })
                .toList();
    }

    /** The names of all variables. */
    public List<String> variables() {
        return elements(json.at("/templating/list"))
                .map(variable -> variable.path("name").asText())
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
