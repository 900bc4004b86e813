package io.antflow.api;

import io.antflow.api.problem.ProblemType;
import io.antflow.catalog.Catalog;
import io.antflow.engine.ItemView;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Pipeline;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;

/** Finds what a path names, or says 404. */
@Singleton
public final class Lookup {

    private final PipelineEngine engine;
    private final Catalog catalog;

    Lookup(PipelineEngine engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
    }

    /** @throws HttpProblem 404 */
    public Pipeline pipeline(String name) {
        return catalog.pipeline(name)
                .orElseThrow(() -> ProblemType.UNKNOWN_PIPELINE.because(
                        "there is no pipeline '%s'; GET /api/pipelines lists them".formatted(name)));
    }

    /** @throws HttpProblem 404 */
    public Run run(String id) {
        return engine.find(id)
                .orElseThrow(() -> ProblemType.UNKNOWN_RUN.because(
                        "there is no run '%s', or it has been forgotten; GET /api/runs lists them".formatted(id)));
    }

    /**
     * @return the same name
     * @throws HttpProblem 404
     */
    public String stage(Run run, String name) {
        Pipeline pipeline = run.pipeline();
        if (!pipeline.stageNames().contains(name)) {
            throw ProblemType.UNKNOWN_STAGE.because("pipeline '%s' has no stage '%s'; its stages are %s"
                    .formatted(pipeline.name(), name, pipeline.stageNames()));
        }
        return name;
    }

    /** @throws HttpProblem 404 */
    public ItemView item(Run run, String id) {
        return run.item(id).orElseThrow(() -> unknownItem(run, id));
    }

    static HttpProblem unknownItem(Run run, String id) {
        return ProblemType.UNKNOWN_ITEM.because("run %s has no item '%s'".formatted(run.id(), id));
    }
}
