package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code /q/metrics} said at one moment. */
record Metrics(List<String> samples) {

    static Metrics of(Service service) throws IOException, InterruptedException {
        Answer answer = service.curl("/q/metrics", "-H", "Accept: text/plain;version=0.0.4");
        assertThat(answer.status()).isEqualTo(200);
        return new Metrics(
                answer.body().lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** The sum of the samples of that name that have all of these labels; fails when there is none. */
    long value(String name, String... labels) {
        List<String> found = samples.stream()
                .filter(sample -> sample.startsWith(name + "{"))
                .filter(sample -> IntStream.range(0, labels.length / 2)
                        .allMatch(i -> sample.contains(labels[2 * i] + "=\"" + labels[2 * i + 1] + "\"")))
                .toList();
        assertThat(found).as("samples of %s with %s", name, List.of(labels)).isNotEmpty();
        return (long) found.stream()
                .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1)))
                .sum();
    }
}
