package io.antflow.tasks.builtin;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * The folder that tasks write below, and nowhere else: names are checked, and symbolic links in it are not followed, whoever
 * has put them there. What others do to its folders while a path is looked up is not guarded against. Thread-safe.
 */
final class DataFolder {

    private final Path root;
    private final AppendFiles appendFiles;

    /** @param root made when it is first needed */
    DataFolder(Path root, AppendFiles appendFiles) {
        this.root = root;
        this.appendFiles = appendFiles;
    }

    /**
     * Adds to a file, whole or not at all.
     *
     * @throws FileWriteException it is not to be; another time it may be
     * @throws UnusablePathException it is not to be, ever
     */
    void append(String path, byte[] line) throws FileWriteException, UnusablePathException, InterruptedException {
        try {
            appendFiles.append(file(path), line);
        } catch (IOException e) {
            throw new FileWriteException(path, reason(e), e);
        }
    }

    /** Writes a file, or replaces it: others see the old one or the new one, never a part. */
    void write(String path, byte[] content) throws FileWriteException, UnusablePathException {
        try {
            Path file = file(path);
            Path unfinished = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
            try {
                Files.write(unfinished, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new FileWriteException(path, reason(e), e);
        }
    }

    private Path file(String path) throws IOException, UnusablePathException {
        List<String> names;
        try {
            names = FileNames.of(path);
        } catch (IllegalArgumentException e) {
            throw new UnusablePathException(path, String.valueOf(e.getMessage()));
        }
        Path folder = Files.createDirectories(root).toRealPath();
        for (String name : names.subList(0, names.size() - 1)) {
            folder = folder.resolve(name);
            makeFolder(folder, path);
        }
        Path file = folder.resolve(names.getLast());
        if (Files.isSymbolicLink(file) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnusablePathException(path, "is a folder or a symbolic link");
        }
        return file;
    }

    private static void makeFolder(Path folder, String path) throws IOException, UnusablePathException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException _) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) { // or else somebody was faster
                throw new UnusablePathException(path, "leads through a file or a symbolic link");
            }
        }
    }

    /** Without the place on this machine, which is nobody's business. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException system) {
            return system.getReason() == null ? e.getClass().getSimpleName() : system.getReason();
        }
        String message = String.valueOf(e.getMessage());
        int parenthesis = message.lastIndexOf(" ("); // of a path and the reason
        return message.startsWith("/") && parenthesis > 0
                ? message.substring(parenthesis + 2, message.length() - 1)
                : message;
    }
}
