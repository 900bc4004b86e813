package io.antflow.catalog;

import io.antflow.pipeline.Pipeline;

/** A pipeline, ready to run, and its definition. */
record DefinedPipeline(PipelineDefinition definition, Pipeline pipeline) {}
