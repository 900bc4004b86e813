package io.antflow.pipeline;

/**
 * A task under the name it has in events, limits and metrics.
 *
 * @param name unique in its stage
 * @param task what it does
 */
public record NamedTask(String name, Task<?, ?> task) {}
