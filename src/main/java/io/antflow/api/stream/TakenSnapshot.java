package io.antflow.api.stream;

/**
 * A snapshot, ready to be told.
 *
 * @param version the newer, the higher
 */
public record TakenSnapshot(long version, StreamEvent event) {}
