package io.antflow.pipeline;

import java.time.Duration;

/**
 * A leaky bucket over all attempts of a stage: a burst of {@code calls}, then one every {@code period / calls}.
 *
 * @param calls how many attempts a period; at least 1
 * @param period longer than zero
 */
public record CallRate(int calls, Duration period) {}
