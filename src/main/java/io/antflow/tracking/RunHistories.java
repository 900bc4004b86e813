package io.antflow.tracking;

import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the history of every run of the engine that it observes. It is made by whoever calls {@link #sample()} at even
 * intervals, so workers know nothing of it. Thread-safe.
 */
public final class RunHistories implements RunObserver {

    private final ConcurrentHashMap<Run, RunHistory> histories = new ConcurrentHashMap<>();

    /** For the engine: a new run's history. */
    @Override
    public RunListener observe(Run run) {
        RunHistory history = new RunHistory();
        return new RunListener() {

            @Override
            public void onStarted() {
                histories.put(run, history); // not before: a run that is still being made can't be asked
            }

            @Override
            public void onEnded() {
                history.end(run.snapshot());
            }

            @Override
            public void onForgotten() {
                histories.remove(run);
            }
        };
    }

    /** Notes how all active runs are now. */
    public void sample() {
        histories.forEach((run, history) -> {
            if (!run.ended()) {
                history.offer(run.snapshot());
            }
        });
    }

    /** The run's history; that of a run that the engine has dropped, or never told of, is empty. */
    public RunHistory of(Run run) {
        return histories.getOrDefault(run, new RunHistory());
    }
}
