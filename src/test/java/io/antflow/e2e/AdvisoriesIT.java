package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is known of the versions that the packaged application has: src/docs/advisories.yaml. */
class AdvisoriesIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app");
    private static final Path ADVISORIES = Path.of("src", "docs", "advisories.yaml");
    private static final Path TESTS = Path.of("src", "test", "java");

    /** By package, {@code group:artifact}. */
    private static Map<String, String> versions;

    @BeforeAll
    static void readWhatIsPackaged() throws IOException {
        assumeTrue(Files.exists(APPLICATION), "a native executable has no list");
        versions = new HashMap<>();
        for (String line : Files.readAllLines(APPLICATION.resolve("quarkus-app-dependencies.txt"))) {
            String[] parts = line.split(":");
            versions.put(parts[0] + ":" + parts[1], parts[parts.length - 1]);
        }
    }

    @Test
    void theListOfWhatIsPackagedNamesEveryJar() throws IOException {
        try (var jars = Files.walk(APPLICATION.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString())
                            .filter(name -> name.endsWith(".jar"))
                            .filter(name -> versions.entrySet().stream()
                                    .noneMatch(part ->
                                            name.startsWith(part.getKey().replace(':', '.') + "-" + part.getValue())))
                            .toList())
                    .isEmpty();
        }
    }

    @Test
    void eachAdvisoryIsFixedByTheVersionOrMetForAReasonThatATestShows() throws IOException {
        JsonNode advisories = new YAMLMapper().readTree(ADVISORIES.toFile());

        assertThat(advisories).isNotEmpty();
        for (JsonNode advisory : advisories) {
            String version = versions.get(advisory.path("package").asText());
            assertThat(version).as("the packaged version for %s", advisory).isNotNull();
            if (new ComparableVersion(version)
                            .compareTo(new ComparableVersion(
                                    advisory.path("fixed_in").asText()))
                    < 0) {
                assertThat(advisory.path("met").asText())
                        .as("why %s does no harm: %s", version, advisory)
                        .isNotBlank();
                assertThat(TESTS.resolve(advisory.path("test").asText().replace('.', '/') + ".java"))
                        .as("what shows that %s does no harm", version)
                        .exists();
            }
        }
    }
}
