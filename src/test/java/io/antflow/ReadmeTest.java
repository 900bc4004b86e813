package io.antflow;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says of the code is what the code says. Its commands are proved by {@code .ci/readme}. */
class ReadmeTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CONFIGURATION_ROW =
            Pattern.compile("^\\| `(antflow\\.[^`]+)` \\| (?:`([^`]*)`)? *\\|", Pattern.MULTILINE);

    @Test
    void theTaskItShowsIsTheOneThatIsTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/antflow/example/Greet.java"));
        String shown = JAVA_BLOCK
                .matcher(readme())
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("class Greet "))
                .collect(joining());

        assertThat(shown).isEqualTo(source.substring(source.indexOf("import ")));
    }

    @Test
    void theConfigurationTableHasEveryKeyWithItsDefault() throws IOException {
        Map<String, String> table = CONFIGURATION_ROW
                .matcher(readme())
                .results()
                .collect(toMap(
                        row -> row.group(1),
                        ReadmeTest::defaultOf,
                        (one, other) -> one + " and " + other,
                        TreeMap::new));

        assertThat(table).containsExactlyEntriesOf(configuration());
    }

    private static String defaultOf(MatchResult row) {
        return row.group(2) == null ? "" : row.group(2);
    }

    private static Map<String, String> configuration() {
        Map<String, String> defaults = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().importPackages("io.antflow.config")) {
            if (type.isAnnotatedWith(ConfigMapping.class)) {
                Class<?> mapping = type.reflect();
                addAll(mapping, mapping.getAnnotation(ConfigMapping.class).prefix(), defaults);
            }
        }
        return defaults;
    }

    private static void addAll(Class<?> mapping, String prefix, Map<String, String> defaults) {
        for (Method method : mapping.getMethods()) {
            WithName name = method.getAnnotation(WithName.class);
            String key = prefix + "." + (name == null ? kebabCase(method.getName()) : name.value());
            WithDefault value = method.getAnnotation(WithDefault.class);
            if (method.getReturnType().isInterface()
                    && method.getReturnType().getPackageName().startsWith("io.antflow")) {
                addAll(method.getReturnType(), key, defaults);
            } else {
                defaults.put(key, value == null ? "" : value.value());
            }
        }
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
