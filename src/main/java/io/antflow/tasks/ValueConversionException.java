package io.antflow.tasks;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An item's value is not what a task takes, or what a task returned can't be written as JSON. The same value fails the
 * same way every time.
 */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
public final class ValueConversionException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    ValueConversionException(String what, Exception cause) {
        super(what + ": " + reason(cause), cause);
    }

    private static String reason(Exception cause) {
        if (!(cause instanceof JsonMappingException mapping)) {
            return String.valueOf(cause.getMessage());
        }
        String field = path(mapping.getPath());
        return field.isEmpty()
                ? mapping.getOriginalMessage()
                : "field '" + field + "': " + mapping.getOriginalMessage();
    }

    private static String path(List<JsonMappingException.Reference> references) {
        return references.stream()
                .map(reference -> reference.getFieldName() == null
                        ? "[" + reference.getIndex() + "]"
                        : "." + reference.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}
