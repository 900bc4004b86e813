package io.antflow.pipeline;

/**
 * Why an item failed.
 *
 * @param type the exception's class name, such as {@code java.io.IOException}
 * @param message the exception's message; empty when it has none
 * @param stage the stage in which it failed
 * @param attempts how many attempts were made there
 * @param cause the exception itself, as the task threw it
 */
public record Failure(String type, String message, String stage, int attempts, Throwable cause) {}
