package io.antflow.pipeline;

/**
 * One thing that is wrong with a definition.
 *
 * @param field the path of the field at fault, such as {@code stages[0].workers}
 * @param message what is wrong, with the stage and the value, and what would be right
 */
public record Violation(String field, String message) {

    @Override
    public String toString() {
        return field + ": " + message;
    }
}
