/**
 * The model of a pipeline as a Java user writes it: stages, tasks, retries, items and results.
 *
 * <p>Plain Java: nothing here knows the engine that runs it, a container or a wire format.
 */
@NullMarked
package io.antflow.pipeline;

import org.jspecify.annotations.NullMarked;
