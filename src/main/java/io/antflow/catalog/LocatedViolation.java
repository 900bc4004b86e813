package io.antflow.catalog;

import io.antflow.catalog.document.Location;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a definition, and where.
 *
 * @param field the path of the field at fault, such as {@code stages[0].workers}; empty: the document as a whole
 * @param message what is wrong, and what would be right
 * @param location of the field, or of what it should be in; null: no place in the document
 */
public record LocatedViolation(
        String field, String message, @Nullable Location location) {

    @Override
    public String toString() {
        String said = field.isEmpty() ? message : field + ": " + message;
        return location == null ? said : said + " (" + location + ")";
    }
}
