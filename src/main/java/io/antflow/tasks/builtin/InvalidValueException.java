package io.antflow.tasks.builtin;

import com.networknt.schema.Error;
import io.antflow.pipeline.NotRetryable;
import io.antflow.tasks.ClientText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Collectors;

/** A value does not follow its schema. Tells all that is wrong with it. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class InvalidValueException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    /** More would fill the memory with messages when many items are wrong. */
    private static final int MAX_TOLD = 50;

    InvalidValueException(List<Error> errors) {
        super(message(errors));
    }

    private static String message(List<Error> errors) {
        String told =
                errors.stream().limit(MAX_TOLD).map(InvalidValueException::told).collect(Collectors.joining("; "));
        return errors.size() > MAX_TOLD ? "%s; and %d more".formatted(told, errors.size() - MAX_TOLD) : told;
    }

    private static String told(Error error) {
        String field = ParameterSchema.path(error.getInstanceLocation());
        return (field.isEmpty() ? "the value" : field) + ": " + ClientText.shown(error.getMessage());
    }
}
