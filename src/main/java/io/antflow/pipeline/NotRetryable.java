package io.antflow.pipeline;

/**
 * What an exception implements when the same input would fail the same way every time: it ends the item at the first
 * attempt, unless {@link Retry#retryOn} asks for it by name.
 */
public interface NotRetryable {}
