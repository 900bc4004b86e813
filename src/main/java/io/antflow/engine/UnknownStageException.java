package io.antflow.engine;

import java.util.List;

/** The pipeline has no stage of that name. */
public final class UnknownStageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownStageException(String pipeline, String stage, List<String> stages) {
        super("pipeline '%s' has no stage '%s'; its stages are %s".formatted(pipeline, stage, stages));
    }
}
