package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads as curl makes them when they are long: it asks whether it may send the body, and waits for the answer. */
@Timeout(120)
class ExpectContinueIT {

    @TempDir
    Path directory;

    @Test
    void isToldOnceToSendTheBodyAndNotAtAllWhenItIsNotWanted() throws Exception {
        Path items = Users.quick(directory, 10_000);
        List<List<String>> ways = List.of(
                List.of("-X", "POST", "-T", items.toString()),
                List.of("--data-binary", "@" + items),
                List.of("-X", "POST", "-T", items.toString(), "-H", "Transfer-Encoding: chunked"));
        try (Service service = Service.start(directory.resolve("data"), "antflow.demo=true")) {
            Users.define(service);
            for (List<String> way : ways) {
                assertThat(statusLines(service.url("/api/pipelines/etl/runs"), way))
                        .containsExactly("100 Continue", "201 Created");
                assertThat(statusLines(service.url("/api/pipelines/nobody/runs"), way))
                        .containsExactly("404 Not Found");
            }
            assertThat(service.complaints()).isEmpty();
        }
    }

    /** What the server says, as {@code curl -v} tells it. */
    private static List<String> statusLines(String url, List<String> options) throws IOException {
        String[] all = Stream.concat(
                        options.stream(),
                        Stream.of("-v", "-H", "Expect: 100-continue", "-H", "Content-Type: application/x-ndjson"))
                .toArray(String[]::new);
        Process curl = Curl.start(url, all);
        return new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("< HTTP/1.1 "))
                .map(line -> line.substring("< HTTP/1.1 ".length()).strip())
                .toList();
    }
}
