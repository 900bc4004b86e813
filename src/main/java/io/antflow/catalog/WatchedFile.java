package io.antflow.catalog;

import io.antflow.catalog.FileContent.Look;
import io.antflow.catalog.document.DocumentFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of the folder: what was seen of it, and the definition that it last held. A change counts once two looks in a row
 * brought the same: a file in the middle of being written, or between being deleted and written anew, is left alone.
 */
final class WatchedFile {

    /** No file system's times are coarser: by an older one, any later change can be told. */
    private static final Duration TIME_GRAIN = Duration.ofSeconds(10);

    private final Path path;
    private final DocumentFormat format;
    private final DefinitionTexts texts;
    private final long maxBytes;

    private FileContent seen = new FileContent.Absent();

    /** What the definition and the violations come from. */
    private FileContent taken = seen;

    /** The file's attributes when it was taken as it is; null: they tell nothing. */
    private @Nullable Stamp stamp;

    private @Nullable DefinedPipeline lastGood;
    private List<LocatedViolation> violations = List.of();
    private Instant takenAt = Instant.EPOCH;

    /** @param path with a name that says what it is written in */
    WatchedFile(Path path, DefinitionTexts texts, long maxBytes) {
        this.path = path;
        this.format = DocumentFormat.ofFile(path.toString()).orElseThrow();
        this.texts = texts;
        this.maxBytes = maxBytes;
    }

    /** Of the file alone. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** The last definition without a violation that it held; empty: none yet. */
    Optional<DefinedPipeline> lastGood() {
        return Optional.ofNullable(lastGood);
    }

    /** What is wrong with what it holds now. */
    List<LocatedViolation> violations() {
        return violations;
    }

    /** Since when it is as it is. */
    Instant takenAt() {
        return takenAt;
    }

    /** Whether it has been taken note of. */
    boolean known() {
        return !(taken instanceof FileContent.Absent);
    }

    /** Whether it is gone for good. */
    boolean gone() {
        return !known() && seen instanceof FileContent.Absent;
    }

    /**
     * Looks whether it has changed.
     *
     * @param listed whether the folder has it
     * @param atOnce whether a change counts at the first look
     */
    void look(boolean listed, boolean atOnce, Instant now) {
        Stamp current = listed ? Stamp.of(path) : null;
        if (current != null && current.equals(stamp)) {
            return;
        }
        Look look = listed ? FileContent.look(path, maxBytes) : Look.without(new FileContent.Absent());
        boolean settled = atOnce || look.content().equals(seen);
        seen = look.content();
        if (settled && !seen.equals(taken)) {
            taken = seen;
            takenAt = now;
            take(look);
        }
        stamp = seen.equals(taken) && current != null && current.isOlderThan(now.minus(TIME_GRAIN)) ? current : null;
    }

    private void take(Look look) {
        switch (look.content()) {
            case FileContent.Text _ -> read(look.bytes());
            case FileContent.Unreadable unreadable ->
                violations = List.of(new LocatedViolation("", unreadable.why(), null));
            case FileContent.Absent _ -> {
                lastGood = null;
                violations = List.of();
            }
        }
    }

    private void read(byte[] text) {
        String name = name();
        try {
            lastGood = texts.readNamed(name.substring(0, name.lastIndexOf('.')), text, format);
            violations = List.of();
        } catch (InvalidDefinitionException e) {
            violations = e.violations();
        }
    }

    /** What changes with a file's content, unless somebody is quicker than its file system's clock. */
    private record Stamp(@Nullable Object file, long size, FileTime modified) {

        static @Nullable Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
            } catch (IOException e) {
                return null;
            }
        }

        boolean isOlderThan(Instant instant) {
            return modified.toInstant().isBefore(instant);
        }
    }
}
