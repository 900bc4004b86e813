package io.antflow.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.antflow.catalog.LocatedViolation;
import io.antflow.catalog.document.Location;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a body, as clients see it.
 *
 * @param field the field's path; empty: the body as a whole
 * @param message what is wrong, and what would be right
 * @param line where the field is; null: unknown
 * @param column in that line
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Violation", description = "One thing that is wrong with a body.")
public record ViolationView(
        @Schema(
                description = "The path of the field at fault; empty for the body as a whole.",
                examples = "stages[0].workers")
        String field,

        @Schema(description = "What is wrong, and what would be right.", examples = "workers is 1 to 10000, not 0")
        String message,

        @Schema(
                description = "The line where the field is, or what it should be in, from 1; absent: unknown.",
                minimum = "1",
                examples = "4")
        @Nullable
        Integer line,

        @Schema(description = "The column in that line, from 1.", minimum = "1", examples = "5") @Nullable
        Integer column) {

    /** The same with its place. */
    public static ViolationView of(LocatedViolation violation) {
        Location location = violation.location();
        return new ViolationView(
                violation.field(),
                violation.message(),
                location == null ? null : location.line(),
                location == null ? null : location.column());
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
