package io.antflow.catalog;

import org.jspecify.annotations.Nullable;

/** A {@code skip_if} did not answer with true or false for an item; the item fails. */
public final class SkipExpressionException extends Exception {

    private static final long serialVersionUID = 1L;

    SkipExpressionException(String expression, String what, @Nullable Throwable cause) {
        super("skip_if '" + ClientText.shown(expression) + "' " + what, cause);
    }
}
