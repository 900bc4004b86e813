package io.antflow.e2e;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The list of what the packaged application consists of, as the build publishes it. */
record Sbom(JsonNode root) {

    private static final Path FILE = Path.of("target", "antflow-sbom.cdx.json");

    static Sbom ofTheBuild() throws IOException {
        assumeFalse(Boolean.getBoolean("cyclonedx.skip"), "-Dquick makes no list, and one that is there may be old");
        return new Sbom(new ObjectMapper().readTree(FILE.toFile()));
    }

    List<Component> components() {
        return root.path("components")
                .valueStream()
                .map(component -> new Component(
                        component.path("group").asText(),
                        component.path("name").asText(),
                        component.path("version").asText(),
                        component
                                .path("licenses")
                                .valueStream()
                                .map(Sbom::licence)
                                .toList()))
                .toList();
    }

    /** By its SPDX identifier if it has one; texts of other licences come by the name that their authors gave them. */
    private static String licence(JsonNode choice) {
        JsonNode licence = choice.path("license");
        return licence.path("id")
                .asText(licence.path("name").asText(choice.path("expression").asText()));
    }

    record Component(String group, String name, String version, List<String> licences) {

        /** {@code group:artifact}. */
        String id() {
            return group + ":" + name;
        }

        /** As Quarkus names it. */
        String jar() {
            return group + "." + name + "-" + version + ".jar";
        }
    }
}
