package io.antflow.catalog;

import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.tasks.TaskRegistry;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The pipelines that the application itself defines: all CDI beans of type {@link Pipeline}, made to work on JSON. */
@Singleton
final class ApplicationPipelines {

    private final SortedMap<String, DefinedPipeline> byName = new TreeMap<>();

    /** @throws IllegalStateException two of them have the same name */
    @Inject
    ApplicationPipelines(@Any Instance<Pipeline> pipelines, TaskRegistry tasks, DefinitionWriter writer) {
        this(pipelines.stream().toList(), tasks, writer);
    }

    ApplicationPipelines(List<Pipeline> pipelines, TaskRegistry tasks, DefinitionWriter writer) {
        for (Pipeline pipeline : pipelines) {
            DefinedPipeline defined = new DefinedPipeline(writer.definition(pipeline), overJson(pipeline, tasks));
            if (byName.put(pipeline.name(), defined) != null) {
                throw new IllegalStateException(
                        "two pipelines of the application are named '%s'; give one of them another name"
                                .formatted(pipeline.name()));
            }
        }
    }

    SortedMap<String, DefinedPipeline> byName() {
        return byName;
    }

    private static Pipeline overJson(Pipeline pipeline, TaskRegistry tasks) {
        return new Pipeline(
                pipeline.name(),
                pipeline.stages().stream().map(stage -> overJson(stage, tasks)).toList(),
                pipeline.collectResults());
    }

    private static Stage overJson(Stage stage, TaskRegistry tasks) {
        return new Stage(
                stage.name(),
                stage.workers(),
                stage.tasks().stream()
                        .map(named -> new NamedTask(named.name(), tasks.overJson(named.task())))
                        .toList(),
                stage.retry(),
                stage.taskTimeout(),
                stage.taskConcurrencyLimits(),
                stage.queueCapacity(),
                stage.callRate(),
                stage.pull(),
                stage.skipIf(),
                stage.callbacks());
    }
}
