package io.antflow.tasks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret in a file, such as one that an orchestrator mounts. Looked at once a second at most, read when it has changed;
 * while it can't be read, the last one counts.
 */
final class FileSecret implements Secret {

    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_BYTES = 64 * 1024;

    /** What was read, and by what a change is noticed: the file's key too, as links to mounted secrets are turned over. */
    private record Reading(
            String text,
            FileTime modified,
            long size,
            @Nullable Object key,
            long lookedNanos) {

        boolean isOf(BasicFileAttributes now) {
            return modified.equals(now.lastModifiedTime()) && size == now.size() && Objects.equals(key, now.fileKey());
        }

        Reading lookedAt(long nanos) {
            return new Reading(text, modified, size, key, nanos);
        }
    }

    private final String name;
    private final Path file;
    private final LongSupplier nanoTime;
    private volatile @Nullable Reading last;

    /**
     * @param name the credential's, for messages
     * @param nanoTime when to look again
     */
    FileSecret(String name, Path file, LongSupplier nanoTime) {
        this.name = name;
        this.file = file;
        this.nanoTime = nanoTime;
    }

    @Override
    public String text() throws CredentialUnavailableException {
        long now = nanoTime.getAsLong();
        Reading known = last;
        if (known != null && now - known.lookedNanos() < LOOK_AGAIN_NANOS) {
            return known.text();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Reading fresh = known != null && known.isOf(attributes) ? known.lookedAt(now) : read(attributes, now);
            last = fresh;
            return fresh.text();
        } catch (IOException e) {
            if (known != null) {
                last = known.lookedAt(now);
                return known.text();
            }
            throw unavailable("can't be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private Reading read(BasicFileAttributes attributes, long now) throws IOException, CredentialUnavailableException {
        if (attributes.size() > MAX_BYTES) {
            throw unavailable("has more than " + MAX_BYTES + " bytes", null);
        }
        String text = Files.readString(file).stripTrailing();
        if (text.isEmpty()) {
            throw unavailable("is empty", null);
        }
        return new Reading(text, attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(), now);
    }

    private CredentialUnavailableException unavailable(String what, @Nullable Exception cause) {
        return new CredentialUnavailableException(
                "the file of antflow.http.credentials.%s.secret-file, %s, %s".formatted(name, file, what), cause);
    }
}
