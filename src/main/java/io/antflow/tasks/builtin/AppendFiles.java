package io.antflow.tasks.builtin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The files that are added to, each by one writer for all runs, so that lines stay whole. Some stay open, the least used is
 * closed for another. Thread-safe.
 */
final class AppendFiles implements AutoCloseable {

    private final int maxOpen;
    private final Semaphore writing;

    /** The least recently used first. */
    private final Map<Path, AppendFile> open = new LinkedHashMap<>(16, 0.75f, true);

    AppendFiles(int maxOpen) {
        this.maxOpen = maxOpen;
        this.writing = new Semaphore(maxOpen);
    }

    void append(Path path, byte[] line) throws IOException, InterruptedException {
        writing.acquire();
        try {
            AppendFile file = take(path);
            try {
                file.append(line);
            } finally {
                giveBack(file);
            }
        } finally {
            writing.release();
        }
    }

    private synchronized AppendFile take(Path path) throws IOException {
        AppendFile file = open.get(path);
        if (file == null) {
            if (open.size() == maxOpen) {
                closeOne();
            }
            file = new AppendFile(path);
            open.put(path, file);
        }
        file.users++;
        return file;
    }

    private synchronized void giveBack(AppendFile file) {
        file.users--;
    }

    /** There is one to close: those who write are at most as many as may be open, and this one has none yet. */
    private void closeOne() throws IOException {
        for (Iterator<AppendFile> files = open.values().iterator(); files.hasNext(); ) {
            AppendFile file = files.next();
            if (file.users == 0) {
                files.remove();
                file.close();
                return;
            }
        }
        throw new IllegalStateException("more files are written than may be open");
    }

    synchronized int openFiles() {
        return open.size();
    }

    /** Closes those that nobody writes to. */
    @Override
    public synchronized void close() throws IOException {
        for (Iterator<AppendFile> files = open.values().iterator(); files.hasNext(); ) {
            AppendFile file = files.next();
            if (file.users == 0) {
                files.remove();
                file.close();
            }
        }
    }
}
