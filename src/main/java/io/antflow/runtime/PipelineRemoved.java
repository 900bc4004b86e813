package io.antflow.runtime;

/**
 * A CDI event: the service no longer has a pipeline of this name. Fired by whoever removes it, once it is gone; what is
 * kept for the pipeline beyond its runs, such as its metrics, goes with it.
 *
 * @param pipeline the pipeline's name
 */
public record PipelineRemoved(String pipeline) {}
