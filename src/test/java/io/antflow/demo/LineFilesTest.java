package io.antflow.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LineFilesTest {

    private final LineFiles files = new LineFiles();

    @Test
    void makesTheFolderAndTheFile(@TempDir Path folder) throws IOException {
        Path file = files.append(folder.resolve("a/b"), "lines", "first");
        files.append(folder.resolve("a/b"), "lines", "zweite Zeile: ü");

        assertThat(file).isEqualTo(folder.resolve("a/b/lines")).hasContent("first\nzweite Zeile: ü\n");
    }

    @Test
    void keepsEveryLineWholeWhenManyThreadsAppend(@TempDir Path folder) throws Exception {
        List<String> lines =
                IntStream.range(0, 500).mapToObj(i -> i + "-".repeat(i % 50)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> appended = lines.stream()
                    .map(line -> threads.submit(() -> files.append(folder, "lines", line)))
                    .toList();
            for (Future<Path> one : appended) {
                one.get();
            }
        }

        assertThat(Files.readAllLines(folder.resolve("lines"))).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void writesAWholeLineOnAnInterruptedThread(@TempDir Path folder) throws IOException {
        Thread.currentThread().interrupt();
        try {
            files.append(folder, "lines", "whole");
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        assertThat(folder.resolve("lines")).hasContent("whole\n");
    }

    @Test
    void tellsWhenItCannotWrite(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("lines"));

        assertThatThrownBy(() -> files.append(folder, "lines", "x")).isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("lines"));
        }
    }
}
