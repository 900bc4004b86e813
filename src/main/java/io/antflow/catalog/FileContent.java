package io.antflow.catalog;

import io.antflow.tasks.ClientText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a look at a file brought. Two looks are equal when they brought the same. */
sealed interface FileContent {

    /** A text, known by its digest; the bytes themselves are only at hand with the look. */
    record Text(String digest) implements FileContent {}

    /** It is there, but not to be read. */
    record Unreadable(String why) implements FileContent {}

    /** It is not there. */
    record Absent() implements FileContent {}

    /** A look, and the bytes that it brought; empty when it brought none. */
    @SuppressWarnings("ArrayRecordComponent") // lives no longer than the look is judged
    record Look(FileContent content, byte[] bytes) {
        static Look without(FileContent content) {
            return new Look(content, new byte[0]);
        }
    }

    /** Follows symbolic links. Never waits: what is no regular file, such as a pipe, is not opened. */
    static Look look(Path file, long maxBytes) {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                return Look.without(new Unreadable("it is no regular file"));
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes((int) Math.min(maxBytes, Integer.MAX_VALUE - 9) + 1);
                return bytes.length > maxBytes
                        ? Look.without(new Unreadable("it is longer than %,d bytes".formatted(maxBytes)))
                        : new Look(new Text(digest(bytes)), bytes);
            }
        } catch (NoSuchFileException e) {
            return Look.without(new Unreadable("it leads to no file"));
        } catch (IOException e) {
            return Look.without(new Unreadable("it can't be read: " + reason(e)));
        }
    }

    /** Why a file or folder can't be read, in words. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemLoopException _ -> "its symbolic links go in a circle";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> ClientText.shown(String.valueOf(e.getMessage()));
        };
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("every Java knows SHA-256", e));
        }
    }
}
