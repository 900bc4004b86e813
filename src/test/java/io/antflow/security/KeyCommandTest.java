package io.antflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command of the documentation makes keys that the service takes. */
@Timeout(60)
class KeyCommandTest {

    private static final Pattern COMMAND = Pattern.compile("```sh key\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theCommandMakesAKeyThatIsTaken() throws Exception {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("src/docs/security.md")));
        assertThat(command.find()).isTrue();

        List<String> keys = List.of(run(command.group(1)), run(command.group(1)));

        ApiKeys taken = ApiKeys.of(Files.readString(folder.resolve("antflow.keys")));
        assertThat(keys).doesNotHaveDuplicates().allSatisfy(key -> {
            assertThat(key).matches("antflow_[0-9a-f]{64}");
            assertThat(taken.find(key)).map(ApiKey::name).hasValue("ci");
        });
    }

    private String run(String command) throws Exception {
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(shell.getInputStream().readAllBytes()).strip();
        assertThat(shell.waitFor()).isZero();
        return said;
    }
}
