package io.antflow.demo;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files of one folder that grow line by line, from many threads; a line is in the file as a whole or not at all. */
@Singleton
final class LineFiles {

    private final Object oneAtATime = new Object();

    /**
     * Appends a line; makes the file and its folder when they are not there.
     *
     * @param line without its end
     * @return the file
     * @throws IOException the line is not in the file: the disk is full, the folder can't be written, …
     */
    Path append(Path folder, String fileName, String line) throws IOException {
        Path file = folder.resolve(fileName);
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (oneAtATime) {
            Files.createDirectories(folder);
            long end = Files.exists(file) ? Files.size(file) : 0;
            try {
                Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                cutBackTo(end, file, e);
                throw e;
            }
        }
        return file;
    }

    /** Half a line must not stay: the next attempt would append to it. */
    private static void cutBackTo(long end, Path file, IOException failure) {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
