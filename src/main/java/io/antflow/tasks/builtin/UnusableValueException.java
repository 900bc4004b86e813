package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.NotRetryable;
import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An expression gives for this item what its parameter can't be; it would again. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class UnusableValueException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    /** @param rule what would be right, to go after "must be" */
    UnusableValueException(String parameter, String rule, JsonNode value) {
        super("%s must be %s, and gives %s for this item".formatted(parameter, rule, ClientText.shown(value)));
    }
}
