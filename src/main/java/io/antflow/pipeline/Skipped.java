package io.antflow.pipeline;

/**
 * Why an item ended before the last stage, without having failed.
 *
 * @param stage where a task ended it
 * @param reason what the task gave as its reason; empty when nothing
 */
public record Skipped(String stage, String reason) {}
