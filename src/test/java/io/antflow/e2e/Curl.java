package io.antflow.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The real curl, as a process. */
final class Curl {

    static final ObjectMapper JSON = new ObjectMapper();

    private Curl() {}

    /** Asks once and waits for the whole answer; the last answer where there are several (100 Continue). */
    static Answer call(String url, String... options) throws IOException, InterruptedException {
        Path headers = Files.createTempFile("curl", ".headers");
        Path body = Files.createTempFile("curl", ".body");
        try {
            Process curl =
                    start(url, join(options, "-D", headers.toString(), "-o", body.toString(), "-w", "%{http_code}"));
            String said = new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int exit = curl.waitFor();
            if (exit != 0) {
                throw new AssertionError("curl %s ended with %d: %s".formatted(url, exit, said));
            }
            int status = Integer.parseInt(said.substring(said.length() - 3));
            return new Answer(status, headers(headers), Files.readString(body));
        } finally {
            Files.deleteIfExists(headers);
            Files.deleteIfExists(body);
        }
    }

    /** Starts it; what it prints, errors included, is the process' output. */
    static Process start(String url, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--no-progress-meter"));
        command.addAll(List.of(options));
        command.add(url);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static Map<String, String> headers(Path file) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            if (line.startsWith("HTTP/")) {
                headers.clear();
            } else if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static String[] join(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
