package io.antflow.metrics;

import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of Prometheus' text format, as far as it is ours. */
final class Scrape {

    private static final Pattern TYPE = Pattern.compile("# TYPE (antflow_\\S+) (\\S+)");
    private static final Pattern HELP = Pattern.compile("# HELP (antflow_\\S+) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("(antflow_[a-z_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    private final List<String> lines;
    private final Map<String, Double> samples = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, String> help = new TreeMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();

    private Scrape(List<String> lines) {
        this.lines = lines;
        for (String line : lines) {
            Matcher type = TYPE.matcher(line);
            Matcher text = HELP.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (text.matches()) {
                help.put(text.group(1), text.group(2));
            } else if (sample.matches()) {
                add(sample);
            }
        }
    }

    /** What the service under test says now. */
    static Scrape ofTheService() {
        return of(RestAssured.given()
                .accept("text/plain;version=0.0.4")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    static Scrape of(String page) {
        return new Scrape(page.lines().toList());
    }

    private void add(Matcher sample) {
        String ofLabels = sample.group(2) == null ? "" : sample.group(2).replaceAll(",$", "");
        samples.put(
                sample.group(1) + (ofLabels.isEmpty() ? "" : "{" + ofLabels.replace('"', '\'') + "}"),
                Double.parseDouble(sample.group(3)));
        Set<String> names = new TreeSet<>();
        LABEL.matcher(ofLabels).results().forEach(label -> names.add(label.group(1)));
        names.remove("le");
        labels.put(sample.group(1).replaceFirst("_(bucket|count|sum)$", ""), names);
    }

    /** @param sample as the page has it, with single quotes around values */
    double value(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no sample " + sample + " in\n" + String.join("\n", samples.keySet()));
        }
        return value;
    }

    List<String> lines() {
        return lines;
    }

    /** By metric name: gauge, counter or histogram. */
    Map<String, String> types() {
        return types;
    }

    /** By metric name: what is said about it. */
    Map<String, String> help() {
        return help;
    }

    /** The names of a metric's labels. */
    Set<String> labels(String metric) {
        return labels.getOrDefault(metric, Set.of());
    }
}
