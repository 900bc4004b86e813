package io.antflow.tasks.builtin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * A RandomAccessFile, as an interrupt would close a channel under all who use it. Before each line it is looked up whether the file
 * is still the one at that path: it may have been moved away, as rotation of logs does.
 */
/** One file that is added to. */
final class AppendFile {

    private final Path path;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RandomAccessFile file;
    private @Nullable Object key;

    /** Guarded by {@link AppendFiles}. */
    int users;

    AppendFile(Path path) {
        this.path = path;
    }

    /** Adds it whole, or throws and adds nothing. */
    void append(byte[] line) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            RandomAccessFile opened = opened();
            long end = opened.length();
            try {
                opened.seek(end);
                opened.write(isTorn(opened, end) ? onANewLine(line) : line);
            } catch (IOException e) {
                undo(opened, end, e);
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private RandomAccessFile opened() throws IOException {
        RandomAccessFile now = file;
        if (now == null || !Objects.equals(key, keyOfPath())) {
            close();
            now = new RandomAccessFile(path.toFile(), "rw");
            file = now;
            key = keyOfPath();
        }
        return now;
    }

    private @Nullable Object keyOfPath() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Whether the machine went down in the middle of the last line. */
    private static boolean isTorn(RandomAccessFile file, long end) throws IOException {
        if (end == 0) {
            return false;
        }
        file.seek(end - 1);
        return file.read() != '\n';
    }

    private static byte[] onANewLine(byte[] line) {
        byte[] both = new byte[line.length + 1];
        both[0] = '\n';
        System.arraycopy(line, 0, both, 1, line.length);
        return both;
    }

    private void undo(RandomAccessFile opened, long end, IOException cause) {
        try {
            opened.setLength(end);
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    void close() throws IOException {
        RandomAccessFile opened = file;
        file = null;
        if (opened != null) {
            opened.close();
        }
    }
}
