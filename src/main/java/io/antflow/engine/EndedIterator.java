package io.antflow.engine;

import io.antflow.pipeline.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Gives a run's results in completion order as they come, and lets go of each: following a run keeps nothing of it. */
final class EndedIterator implements Iterator<Result> {

    private static final int BATCH = 256;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Run run;
    private final EndedLog ended;
    private final Queue<StatusEvent> batch = new ArrayDeque<>();
    private long position;

    EndedIterator(Run run, EndedLog ended) {
        this.run = run;
        this.ended = ended;
    }

    @Override
    public boolean hasNext() {
        if (batch.isEmpty()) {
            batch.addAll(awaitBatch());
            position += batch.size();
            ended.forgetBefore(position);
        }
        return !batch.isEmpty();
    }

    private List<StatusEvent> awaitBatch() {
        try {
            ended.await(position, FOREVER);
            return ended.read(position, BATCH);
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for results of run " + run.id());
        }
    }

    @Override
    public Result next() {
        @Nullable StatusEvent event = hasNext() ? batch.poll() : null;
        if (event == null) {
            throw new NoSuchElementException();
        }
        if (event.status() != ItemStatus.FAILED) {
            run.forget(event.item());
        }
        return event.item().result(event);
    }
}
