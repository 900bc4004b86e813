/**
 * Runs pipelines: a {@link io.antflow.engine.Run} gives each stage a bounded queue and a pool of virtual threads, and
 * tells what is going on as immutable snapshots and events.
 *
 * <p>Plain Java: it speaks to the outside through {@link io.antflow.engine.RunListener} alone and can be driven from a
 * {@code main}.
 */
@NullMarked
package io.antflow.engine;

import org.jspecify.annotations.NullMarked;
