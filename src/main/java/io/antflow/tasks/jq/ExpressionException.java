package io.antflow.tasks.jq;

import io.antflow.pipeline.NotRetryable;
import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** An expression has no answer of the kind that was asked for; the same input would have none again. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class ExpressionException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    private final String what;

    ExpressionException(String expression, String what, @Nullable Throwable cause) {
        super("jq '" + ClientText.shown(expression) + "' " + what, cause);
        this.what = what;
    }

    /** The message without the expression, such as {@code gives 2 values, not one}. */
    public String what() {
        return what;
    }
}
