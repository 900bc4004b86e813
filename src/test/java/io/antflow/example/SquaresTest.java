package io.antflow.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SquaresTest {

    /** In a process of its own, whose output is no terminal: the last frame and the summary, as plain text. */
    @Test
    void aProgramShowsItsRunUpToTheEnd() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Squares.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).isZero();
        assertThat(printed.lines())
                .hasSize(6)
                .startsWith("╭─ squares ─ ✓ completed " + "─".repeat(74) + "╮")
                .anySatisfy(line -> assertThat(line).contains("100.0%  3/3"))
                .anySatisfy(line -> assertThat(line).startsWith("Completed: 3 ok, 0 failed in "));
    }

    @Test
    void isWhatTheDocumentationShows() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/antflow/example/Squares.java"));

        assertThat(Files.readString(Path.of("src/docs/terminal.md")))
                .contains("```java\n" + source.substring(source.indexOf("import ")) + "```");
    }
}
