package io.antflow.engine;

/**
 * A failed item.
 *
 * @param itemId its id, as it was given
 * @param error the exception's message; empty when it has none
 * @param errorType the exception's class name
 * @param stage where it failed
 * @param attempts how many were made there
 * @param timestamp when it failed for good, Unix seconds
 */
public record FailedItem(Object itemId, String error, String errorType, String stage, int attempts, double timestamp) {}
