package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.antflow.e2e.Sbom.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;

/** What is known of the versions that the packaged application has: src/docs/advisories.yaml. */
class AdvisoriesIT {

    private static final Path ADVISORIES = Path.of("src", "docs", "advisories.yaml");
    private static final Path TESTS = Path.of("src", "test", "java");

    @Test
    void eachAdvisoryIsFixedByTheVersionOrMetForAReasonThatATestShows() throws IOException {
        JsonNode advisories = new YAMLMapper().readTree(ADVISORIES.toFile());
        Map<String, String> versions =
                Sbom.ofTheBuild().components().stream().collect(Collectors.toMap(Component::id, Component::version));

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
