/** Traces of runs by OpenTelemetry: nothing of it is there unless an exporter is configured. */
@NullMarked
package io.antflow.tracing;

import org.jspecify.annotations.NullMarked;
