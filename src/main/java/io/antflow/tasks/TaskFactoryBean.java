package io.antflow.tasks;

/**
 * A task factory of the application under its name.
 *
 * @param name what its {@code @Identifier} says
 * @param origin where it comes from, for people
 */
record TaskFactoryBean(String name, String origin, TaskFactory factory) {}
