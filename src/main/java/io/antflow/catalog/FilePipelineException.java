package io.antflow.catalog;

import io.antflow.tasks.ClientText;

/** A file defines this pipeline: whoever wants it otherwise changes the file. */
public final class FilePipelineException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    FilePipelineException(String pipeline, String file) {
        super("pipeline '%s' is defined by the file '%s'; change or delete the file, or choose another name"
                .formatted(pipeline, ClientText.shown(file)));
    }
}
