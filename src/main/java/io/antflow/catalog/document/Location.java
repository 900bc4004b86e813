package io.antflow.catalog.document;

/**
 * A place in a document.
 *
 * @param line from 1
 * @param column from 1, in characters; a tab is one
 */
public record Location(int line, int column) {

    @Override
    public String toString() {
        return "line %d, column %d".formatted(line, column);
    }
}
