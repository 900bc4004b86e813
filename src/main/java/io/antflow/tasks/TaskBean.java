package io.antflow.tasks;

import com.fasterxml.jackson.databind.JavaType;
import io.antflow.pipeline.Task;

/**
 * A task of the application under its name.
 *
 * @param name what its {@code @Identifier} says
 * @param origin where it comes from, for people
 * @param task its instance, or a client proxy of it: the very object that also gets injected
 * @param input what it takes
 */
record TaskBean(String name, String origin, Task<?, ?> task, JavaType input) {}
