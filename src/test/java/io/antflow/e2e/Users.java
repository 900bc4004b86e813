package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pipeline of three stages over the demo's tasks, and user records for it: among a hundred one has a country that there
 * is not, one the directory never answers for, ten it answers for at the second attempt, and five need not be asked for.
 */
final class Users {

    static final List<String> STAGES = List.of("Parse", "Enrich", "Save");
    static final String LAST_STAGE = "Save";

    private static final String DEFINITION = """
            {"stages": [
              {"name": "Parse", "workers": 4, "tasks": ["parse_user", "check_country"], "task_attempts": 1},
              {"name": "Enrich", "workers": 400, "tasks": ["enrich_user"], "task_attempts": 3, "task_wait_seconds": 0.1,
               "skip_if": ".profile != null"},
              {"name": "Save", "workers": 4, "tasks": ["save_user"]}
            ]}
            """;

    private Users() {}

    /** Makes the pipeline {@code etl}. */
    static void define(Service service) throws IOException, InterruptedException {
        Answer answer = service.curl("/api/pipelines/etl", "-X", "PUT", "--json", DEFINITION);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    /** Makes the pipeline and starts a run that takes items; the path of the run. */
    static String openRun(Service service) throws IOException, InterruptedException {
        define(service);
        return openAnotherRun(service);
    }

    /** Starts a run of the pipeline that is there; the path of the run. */
    static String openAnotherRun(Service service) throws IOException, InterruptedException {
        Answer answer = service.curl("/api/pipelines/etl/runs?open=true", "--json", "[]");
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.headers().get("location").replaceFirst("^https?://[^/]+", "");
    }

    /** Sends a file of items, one a line, and finds all of them accepted. */
    static void feed(Service service, String run, Path items) throws IOException, InterruptedException {
        Answer answer = service.curl(
                run + "/items", "-X", "POST", "-H", "Content-Type: application/x-ndjson", "-T", items.toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        try (var lines = Files.lines(items)) {
            assertThat(answer.json().path("accepted").asLong()).isEqualTo(lines.count());
        }
    }

    /** No more items for the run. */
    static void close(Service service, String run) throws IOException, InterruptedException {
        assertThat(service.curl(run + "/close", "-X", "POST").status()).isEqualTo(202);
    }

    /** A file of so many records, good and bad, whose ids count from 0. */
    static Path mixed(Path folder, int count) throws IOException {
        return write(folder, IntStream.range(0, count).mapToObj(Users::mixed).toList());
    }

    /** A file of so many records that are through at once. */
    static Path quick(Path folder, int count) throws IOException {
        return write(folder, IntStream.range(0, count).mapToObj(Users::quick).toList());
    }

    /** A file of so many records of people of a country that there is not. */
    static Path stateless(Path folder, int count) throws IOException {
        return write(
                folder,
                IntStream.range(0, count)
                        .mapToObj(id -> item(id, "steady-0", "Atlantis", ""))
                        .toList());
    }

    /** A file of so many records that the directory never answers for. */
    static Path unanswered(Path folder, int count) throws IOException {
        return write(
                folder,
                IntStream.range(0, count)
                        .mapToObj(id -> item(id, "silent-26", "CH", ""))
                        .toList());
    }

    /** How many of the first so many {@link #mixed} records fail; a multiple of 100. */
    static int failing(int count) {
        return count / 100 * 2;
    }

    /** A record that is through at once. */
    static String quick(int id) {
        return item(id, "steady-0", "CH", ", \"profile\": {\"department\": \"Sales\", \"badge\": \"00000\"}");
    }

    private static String mixed(int id) {
        return switch (id % 100) {
            case 7 -> item(id, "silent-26", "CH", "");
            case 13 -> item(id, "steady-0", "Atlantis", "");
            case 5, 25, 45, 65, 85 -> quick(id);
            default -> item(id, id % 10 == 4 ? "flaky-1" : "steady-0", "CH", "");
        };
    }

    /** The directory's answer depends on the user's own id alone: these three were tried out. */
    private static String item(int id, String user, String country, String more) {
        return """
                {"id": %d, "batch": "e2e", "value": {"id": "%s", "name": "User %d", "email": "u%d@example.com", "age": "40", \
                "signed_up": "2024-05-01", "country": "%s"%s}}""".formatted(id, user, id, id, country, more);
    }

    private static Path write(Path folder, List<String> lines) throws IOException {
        return Files.write(Files.createTempFile(folder, "users-", ".ndjson"), lines);
    }
}
