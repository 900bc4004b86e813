package io.antflow.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that the build hands to {@code native-image}, and what they say may be reached by name. */
final class NativeSources {

    private static final Path FOLDER = Path.of("target", "native-sources");
    private static final String DESCRIPTIONS = "META-INF/native-image/";

    private final Set<String> reflected = new TreeSet<>();
    private final List<Pattern> resources = new ArrayList<>();

    static NativeSources made() throws IOException {
        NativeSources sources = new NativeSources();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                sources.read(jar);
            }
        }
        return sources;
    }

    private void read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : file.stream()
                    .filter(entry -> entry.getName().startsWith(DESCRIPTIONS)
                            && entry.getName().endsWith("-config.json"))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    JsonNode json = new ObjectMapper().readTree(in);
                    if (entry.getName().contains("reflect")) {
                        json.forEach(type -> reflected.add(type.path("name").asText()));
                    } else if (entry.getName().contains("resource")) {
                        include(json.path("resources"));
                    }
                }
            }
        }
    }

    /** There are two ways to write it. */
    private void include(JsonNode patterns) {
        JsonNode all = patterns.isArray() ? patterns : patterns.path("includes");
        all.forEach(one -> resources.add(Pattern.compile(one.path("pattern").asText())));
    }

    /** Whether the type may be reached by its name and its members. */
    boolean reflects(String type) {
        return reflected.contains(type);
    }

    /** Whether the resource is in the executable. */
    boolean includes(String resource) {
        return resources.stream().anyMatch(pattern -> pattern.matcher(resource).matches());
    }
}
