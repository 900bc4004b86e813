package io.antflow.engine;

import java.util.List;

/**
 * What a shutdown left undone.
 *
 * @param drained whether every worker finished what it held within the limit
 * @param unfinished the runs that had not ended, as they stood before their waiting items became cancelled
 */
public record ShutdownReport(boolean drained, List<RunSummary> unfinished) {}
