package io.antflow.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a run that its client waited for has besides what a {@link StartedRun} has, as documented; written by
 * {@link EndedRunOutput}.
 *
 * @param results in input order
 */
@Schema(description = "A run that has ended, and its results.", allOf = StartedRun.class)
record EndedRun(@Schema(description = "In input order.") List<ResultView> results) {}
