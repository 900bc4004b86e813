package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/**
 * The pod that the Helm chart makes, on this machine: the service gets the environment that the Deployment declares, and its
 * volumes are folders below another root, filled as the kubelet fills them. Only paths, host and port are translated.
 */
final class RenderedPod {

    private static final Path CHART = Path.of("deploy", "helm", "antflow");
    private static final Path HELM = Path.of("target", "chart", "helm");

    private final List<JsonNode> objects;
    private final Path root;
    private final JsonNode pod;
    private final JsonNode container;

    private RenderedPod(List<JsonNode> objects, Path root) {
        this.objects = objects;
        this.root = root;
        this.pod = object("Deployment").at("/spec/template/spec");
        this.container = pod.at("/containers/0");
    }

    /** Skips the test where the program is not installed; but there must be no such place in CI. */
    static void required() {
        boolean installed = Files.isExecutable(HELM);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("helm is installed").isTrue();
        }
        assumeThat(installed)
                .as("this test needs helm: .ci/chart puts it in target/chart")
                .isTrue();
    }

    /**
     * Renders it.
     *
     * @param values the file of that name in the chart's folder {@code ci}
     * @param root the folder that stands for the container's root
     * @param more values, as helm takes them
     */
    static RenderedPod of(String values, Path root, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                HELM.toString(),
                "template",
                "antflow",
                CHART.toString(),
                "--values",
                CHART.resolve("ci").resolve(values).toString()));
        command.addAll(List.of(more));
        Process helm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String rendered = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(helm.waitFor()).as(String.join(" ", command)).isZero();
        List<JsonNode> objects = StreamSupport.stream(
                        new Yaml().loadAll(rendered).spliterator(), false)
                .<JsonNode>map(Curl.JSON::valueToTree)
                .toList();
        return new RenderedPod(objects, root);
    }

    /** The one object of that kind. */
    JsonNode object(String kind) {
        List<JsonNode> found = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    /** Where a probe asks. */
    String probe(String name) {
        return container.path(name).at("/httpGet/path").asText();
    }

    /** What the kubelet waits before it kills what has not ended, counted from when it is told to. */
    Duration afterTermination() {
        return Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong()
                - container.at("/lifecycle/preStop/sleep/seconds").asLong());
    }

    /** Where something of the container is here. */
    Path path(String inContainer) {
        return root.resolve(inContainer.substring(1));
    }

    /**
     * Fills the volumes and starts the service.
     *
     * @param elsewhere Secrets and ConfigMaps that the chart does not make, by their name
     */
    Service start(Map<String, Map<String, String>> elsewhere) throws IOException, InterruptedException {
        for (JsonNode mount : container.path("volumeMounts")) {
            Path folder = Files.createDirectories(path(mount.path("mountPath").asText()));
            Map<String, String> files = content(mount.path("name").asText(), elsewhere);
            write(folder, "..first", files);
            for (String name : files.keySet()) {
                Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
            }
        }
        return Service.inEnvironment(environment());
    }

    /** As the kubelet writes a volume: a new folder, then the link to it swapped at once. */
    void write(Path folder, String version, Map<String, String> files) throws IOException {
        Path written = Files.createDirectory(folder.resolve(version));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(written.resolve(file.getKey()), file.getValue());
        }
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(version));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Map<String, String> content(String volume, Map<String, Map<String, String>> elsewhere) {
        JsonNode source = StreamSupport.stream(pod.path("volumes").spliterator(), false)
                .filter(it -> it.path("name").asText().equals(volume))
                .findFirst()
                .orElseThrow();
        Map<String, String> files = new LinkedHashMap<>();
        if (source.has("secret")) {
            Map<String, String> secret = named(source.at("/secret/secretName").asText(), elsewhere);
            for (JsonNode item : source.at("/secret/items")) {
                assertThat(secret).containsKey(item.path("key").asText());
                files.put(
                        item.path("path").asText(), secret.get(item.path("key").asText()));
            }
        } else if (source.has("configMap")) {
            String name = source.at("/configMap/name").asText();
            objects.stream()
                    .filter(it -> it.path("kind").asText().equals("ConfigMap")
                            && it.at("/metadata/name").asText().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            rendered -> rendered.path("data")
                                    .properties()
                                    .forEach(file -> files.put(
                                            file.getKey(), file.getValue().asText())),
                            () -> files.putAll(named(name, elsewhere)));
        } else {
            assertThat(source.has("emptyDir") || source.has("persistentVolumeClaim"))
                    .as("%s is writable", volume)
                    .isTrue();
        }
        return files;
    }

    private static Map<String, String> named(String name, Map<String, Map<String, String>> elsewhere) {
        assertThat(elsewhere).containsKey(name);
        return elsewhere.get(name);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : container.path("env")) {
            if (variable.has("value")) {
                environment.put(
                        variable.path("name").asText(),
                        here(variable.path("value").asText()));
            }
        }
        assertThat(environment.put("QUARKUS_HTTP_HOST", "127.0.0.1")).isEqualTo("0.0.0.0");
        assertThat(environment.put("QUARKUS_HTTP_PORT", "0"))
                .isEqualTo(container.at("/ports/0/containerPort").asText());
        return environment;
    }

    private String here(String value) {
        boolean mounted = StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
                .map(mount -> mount.path("mountPath").asText())
                .anyMatch(path -> value.equals(path) || value.startsWith(path + "/"));
        return mounted ? path(value).toString() : value;
    }
}
