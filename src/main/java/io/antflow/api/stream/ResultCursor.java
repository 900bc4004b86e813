package io.antflow.api.stream;

import io.antflow.pipeline.Result;
import org.jspecify.annotations.Nullable;

/** Goes through the results of a run in some order, as far as they are there. Used by one thread. */
interface ResultCursor {

    /** The next one, without waiting; null: it is not there yet, and will never be when the run has ended. */
    @Nullable
    Result next();

    /** What tells the place of the last one from those of all others; rises, from 0. */
    long place();

    /** Waits until it may be worth asking again, or the run has ended. */
    void await() throws InterruptedException;
}
