package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.antflow.e2e.Sbom.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SBOM of the build is true, and what it lists may be shipped with a service under the Apache License. */
class SbomIT {

    private static final Path LIBRARIES = Path.of("target", "quarkus-app", "lib");

    /** Only development tools start it, so Quarkus packages it never, though its core depends on it. */
    private static final String NOT_PACKAGED = "io.quarkus:quarkus-ide-launcher";

    /** SPDX identifiers. None asks more of a service than to keep notices, and EPL to publish changes of the component. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MIT", "MIT-0");

    private static Sbom sbom;

    @BeforeAll
    static void readsIt() throws IOException {
        sbom = Sbom.ofTheBuild();
    }

    @Test
    void isThatOfThisApplication() {
        assertThat(sbom.root().path("specVersion").asText()).isEqualTo("1.6");
        assertThat(sbom.root().at("/metadata/component/purl").asText()).startsWith("pkg:maven/io.antflow/antflow@");
    }

    @Test
    void isTheSameForTheSameSources() {
        assertThat(sbom.root().has("serialNumber")).isFalse();
        assertThat(sbom.root().path("metadata").has("timestamp")).isFalse();
    }

    @Test
    void listsEveryJarThatIsPackagedAndNoOther() throws IOException {
        assumeTrue(Files.exists(LIBRARIES), "a native executable has no jars");
        List<String> listed = sbom.components().stream()
                .filter(component -> !component.id().equals(NOT_PACKAGED))
                .map(Component::jar)
                .toList();
        try (var files = Files.walk(LIBRARIES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    /** Of several licences one may choose. */
    @Test
    void everyComponentMayBeHadUnderALicenceThatIsAllowed() {
        assertThat(sbom.components().stream()
                        .filter(component -> Collections.disjoint(component.licences(), ALLOWED))
                        .collect(Collectors.toMap(Component::id, Component::licences)))
                // Its pom calls it "The BSD License", taken for the one that wants advertisements to name the authors;
                // the
                // address beside that, and the jar's manifest, say BSD-3-Clause.
                .containsExactly(entry("org.jline:jline-terminal", List.of("BSD-4-Clause")));
    }
}
