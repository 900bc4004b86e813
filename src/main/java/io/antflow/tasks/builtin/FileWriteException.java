package io.antflow.tasks.builtin;

import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/** A file could not be written, as when the disk is full; nothing of what was to be written is there. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class FileWriteException extends IOException {

    private static final long serialVersionUID = 1L;

    FileWriteException(String path, String reason, IOException cause) {
        super("can't write '%s' in the data folder: %s".formatted(ClientText.shown(path), reason), cause);
    }
}
