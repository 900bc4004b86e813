package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a folder of definitions, which people and platforms change while it works. */
@Timeout(300)
class DefinitionFolderIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void pipelinesFollowTheirFiles() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("pipelines"));
        Path file = folder.resolve("etl.yaml");
        Files.writeString(file, etl("4"));
        Files.writeString(folder.resolve("broken.yaml"), "stages:\n  - name: A\n    tasks: [parse_usr]\n");
        try (Service service = start(folder)) {
            // there from the first request on
            assertThat(workers(service)).isEqualTo(4);
            assertThat(service.curl("/api/pipelines/broken").status()).isEqualTo(404);
            assertThat(file(service, "broken.yaml").at("/violations/0/line").asInt())
                    .isEqualTo(3);

            String run = service.curl(
                            "/api/pipelines/etl/runs?open=true",
                            "-X",
                            "POST",
                            "-H",
                            "Content-Type: application/json",
                            "-d",
                            "[]")
                    .json()
                    .path("id")
                    .asText();

            // changed, then broken, then healed, then deleted
            Files.writeString(file, etl("7"));
            await(
                    service,
                    "/api/pipelines/etl",
                    etl -> etl.at("/stages/0/workers").asInt() == 7);
            Files.writeString(file, etl("08"));
            await(
                    service,
                    "/api/definition-files",
                    files -> !named(files, "etl.yaml").path("valid").asBoolean());
            assertThat(workers(service)).as("the last good one").isEqualTo(7);
            assertThat(file(service, "etl.yaml").path("pipeline").asText()).isEqualTo("etl");
            assertThat(service.curl("/q/health/ready").status()).isEqualTo(200);
            assertThat(service.curl("/api/pipelines/etl", "-X", "DELETE")
                            .problem()
                            .path("type")
                            .asText())
                    .isEqualTo("urn:antflow:problem:pipeline-of-a-file");
            assertThat(service.curl(
                                    "/api/pipelines/etl",
                                    "-X",
                                    "PUT",
                                    "-H",
                                    "Content-Type: application/yaml",
                                    "--data-binary",
                                    etl("1"))
                            .problem()
                            .path("detail")
                            .asText())
                    .contains("'etl.yaml'");
            Files.writeString(file, etl("9"));
            await(
                    service,
                    "/api/pipelines/etl",
                    etl -> etl.at("/stages/0/workers").asInt() == 9);
            Files.delete(file);
            await(service, "/api/pipelines/etl", etl -> etl.path("status").asInt() == 404);

            assertThat(service.curl("/api/runs/" + run).json().path("status").asText())
                    .as("a run of it goes on")
                    .isEqualTo("running");
            assertThat(service.curl("/q/metrics").body()).as("and is measured").contains("pipeline=\"etl\"");
            assertThat(service.curl("/api/runs/" + run + "/close", "-X", "POST").status())
                    .isEqualTo(202);
            await(() -> !service.curl("/q/metrics").body().contains("pipeline=\"etl\""), "its metrics are gone");
            assertThat(service.complaints()).isEmpty();
        }
    }

    @Test
    void aConfigMapIsFollowedThroughItsSymbolicLink() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("config"));
        configMap(folder, "..2026_1", etl("4"));
        Files.createSymbolicLink(folder.resolve("etl.yaml"), Path.of("..data", "etl.yaml"));
        try (Service service = start(folder)) {
            assertThat(workers(service)).isEqualTo(4);

            configMap(folder, "..2026_2", etl("5"));

            await(
                    service,
                    "/api/pipelines/etl",
                    etl -> etl.at("/stages/0/workers").asInt() == 5);
        }
    }

    private Service start(Path folder) throws Exception {
        return Service.start(
                directory.resolve("data"),
                "antflow.demo=true",
                "antflow.pipelines.dir=" + folder,
                "antflow.pipelines.check-interval=200ms");
    }

    /** As the kubelet writes one: a new folder, then the link to it swapped at once. */
    private static void configMap(Path folder, String version, String definition) throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve(version)).resolve("etl.yaml"), definition);
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(version));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String etl(String workers) {
        return """
                stages:
                  - name: Parse
                    workers: %s
                    tasks: [parse_user]
                """.formatted(workers);
    }

    private static int workers(Service service) throws Exception {
        return service.curl("/api/pipelines/etl").json().at("/stages/0/workers").asInt();
    }

    private static JsonNode file(Service service, String name) throws Exception {
        return named(service.curl("/api/definition-files").json(), name);
    }

    private static JsonNode named(JsonNode files, String name) {
        return StreamSupport.stream(files.path("files").spliterator(), false)
                .filter(file -> file.path("file").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void await(Service service, String path, Predicate<JsonNode> condition) throws Exception {
        await(() -> condition.test(service.curl(path).json()), path);
    }

    private static void await(Callable<Boolean> condition, String what) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("%s after %s", what, LIMIT).isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
