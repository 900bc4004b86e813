package io.antflow.dashboard;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import java.util.stream.Stream;

/** A dashboard that draws every state it gets and needs nothing else; the last one tells that the run has ended. */
public abstract class BaseDashboard implements Dashboard {

    /** Draws a state. */
    protected abstract void render(DashboardSnapshot snapshot) throws Exception;

    @Override
    public void onStart(Pipeline pipeline, long total) throws Exception {}

    @Override
    public void onUpdate(DashboardSnapshot snapshot) throws Exception {
        render(snapshot);
    }

    @Override
    public void onFinish(Stream<Result> results, ErrorSummary summary) throws Exception {}
}
