package io.antflow.api.stream;

import io.antflow.engine.Run;
import io.antflow.pipeline.Result;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of the item that ended first comes first. A place is the number of results before it. */
final class CompletionOrder implements ResultCursor {

    private static final int BATCH = 64;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Run run;
    private Iterator<Result> batch = List.<Result>of().iterator();
    private long next;

    /** @param from the place to begin at */
    CompletionOrder(Run run, long from) {
        this.run = run;
        this.next = from;
    }

    @Override
    public @Nullable Result next() {
        if (!batch.hasNext()) {
            batch = run.endedSince(next, BATCH).iterator();
        }
        if (!batch.hasNext()) {
            return null;
        }
        next++;
        return batch.next();
    }

    @Override
    public long place() {
        return next - 1;
    }

    @Override
    public void await() throws InterruptedException {
        run.awaitEnded(next, LONG);
    }
}
