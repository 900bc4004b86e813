package io.antflow.api.socket;

import io.antflow.engine.Run;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Which run follows.
 *
 * @param type {@code start}
 * @param total items accepted so far
 * @param stages the stages' names, in order
 * @param runId the run's id, for everything else that can be asked of it
 * @param pipeline the pipeline's name
 */
@RegisterForReflection
record StartMessage(String type, long total, List<String> stages, String runId, String pipeline) {

    static StartMessage of(Run run) {
        return new StartMessage(
                "start",
                run.summary().totalItems(),
                run.pipeline().stageNames(),
                run.id(),
                run.pipeline().name());
    }
}
