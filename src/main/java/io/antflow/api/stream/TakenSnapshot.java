package io.antflow.api.stream;

/**
 * A snapshot, ready to be told.
 *
 * @param version the newer, the higher
 */
record TakenSnapshot(long version, StreamEvent event) {}
