package io.antflow.engine;

import java.util.List;

/**
 * What became of many items that were fed.
 *
 * @param accepted how many are part of the run
 * @param refusedCount how many are not
 * @param refused the first {@value #MAX_REFUSED} of these
 */
public record FeedReport(long accepted, long refusedCount, List<Admission.Refused> refused) {

    /** How many refused items are named. */
    public static final int MAX_REFUSED = 100;
}
