package io.antflow.api.stream;

import io.antflow.engine.ItemPage;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.ItemView;
import io.antflow.engine.Run;
import io.antflow.pipeline.Result;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The result of the item that was fed first comes first, so all wait for one that takes long. A place is the item's sequence
 * number. Keeps nothing: what has ended too early waits in the run.
 */
/*
 * The run's own iteration over its results passes over items that have not ended, for good. So it is advanced only as far
 * as a stretch of items that are known to have ended, and begun anew should it get past that: when an item of the
 * stretch was put back after it had failed.
 */
final class InputOrder implements ResultCursor {

    private static final int STRETCH = 256;
    private static final Duration POLL = Duration.ofMillis(50);

    private final Run run;

    /** Every item before it has been given, or will never be. */
    private long next;

    private long stretchEnd;
    private int resultsInStretch;
    private long place;
    private @Nullable Iterator<Result> results;

    /** @param from the sequence number to begin at */
    InputOrder(Run run, long from) {
        this.run = run;
        this.next = from;
    }

    @Override
    public @Nullable Result next() {
        while (true) {
            if (resultsInStretch == 0 && !findStretch()) {
                return null;
            }
            if (resultsInStretch > 0) {
                Result result = advance();
                if (result != null) {
                    return result;
                }
            }
        }
    }

    private @Nullable Result advance() {
        Iterator<Result> from = results == null ? begin() : results;
        results = from;
        if (!from.hasNext()) {
            results = null;
            resultsInStretch = 0;
            return null;
        }
        Result result = from.next();
        if (result.sequenceId() >= stretchEnd) {
            results = null;
            resultsInStretch = 0;
            return null;
        }
        resultsInStretch--;
        place = result.sequenceId();
        next = resultsInStretch == 0 ? stretchEnd : place + 1;
        return result;
    }

    private Iterator<Result> begin() {
        return run.results().dropWhile(result -> result.sequenceId() < next).iterator();
    }

    /** False: the item that would be next has not ended, or there is none. */
    private boolean findStretch() {
        ItemPage page = run.items(null, null, next, STRETCH);
        long end = next;
        for (ItemView item : page.items()) {
            if (!item.ended()) {
                break;
            }
            end = item.sequenceId() + 1;
            if (item.status() != ItemStatus.CANCELLED) {
                resultsInStretch++;
            }
        }
        boolean found = end > next;
        stretchEnd = end;
        if (resultsInStretch == 0) {
            next = end;
        }
        return found;
    }

    @Override
    public long place() {
        return place;
    }

    @Override
    public void await() throws InterruptedException {
        Thread.sleep(POLL);
    }
}
