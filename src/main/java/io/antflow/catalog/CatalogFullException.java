package io.antflow.catalog;

/** No more definitions are kept: one has to be deleted first. */
public final class CatalogFullException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    CatalogFullException(String pipeline, int max) {
        super(
                "pipeline '%s' is not kept: there are %d definitions already, as many as antflow.pipelines.max allows; delete one first"
                        .formatted(pipeline, max));
    }
}
