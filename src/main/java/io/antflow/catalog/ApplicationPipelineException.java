package io.antflow.catalog;

/** The application itself defines this pipeline; it can't be replaced or deleted from outside. */
public final class ApplicationPipelineException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ApplicationPipelineException(String pipeline) {
        super("pipeline '%s' is defined by the application itself; it can't be replaced or deleted"
                .formatted(pipeline));
    }
}
