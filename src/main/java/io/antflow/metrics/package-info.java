/** What operations look at: metrics for Prometheus, read from the engine and counted from its events, and health. */
@NullMarked
package io.antflow.metrics;

import org.jspecify.annotations.NullMarked;
