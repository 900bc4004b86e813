package io.antflow.catalog;

import io.antflow.pipeline.NotRetryable;
import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A {@code skip_if} did not answer with true or false for an item; the item fails. */
@RegisterForReflection(methods = false, fields = false)
public final class SkipExpressionException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    SkipExpressionException(String expression, String what, Throwable cause) {
        super("skip_if '" + ClientText.shown(expression) + "' " + what, cause);
    }
}
