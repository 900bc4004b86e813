package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.config.PipelinesConfig;
import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Pipeline;
import io.antflow.tasks.TaskRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The pipelines there are: those of the application, which are all CDI beans of type {@link Pipeline}, and those that
 * clients have defined. Thread-safe.
 *
 * <p>Whatever its source, a pipeline of the catalog works on JSON: every task gets its item converted from JSON and has
 * its result converted to JSON, and conditions and callbacks see JSON. A task whose class does not say what it takes,
 * such as a lambda expression, gets the JSON itself. JSON that a task gets is shared with other attempts and with those
 * who look at the run: a task makes a copy of what it wants to change.
 */
@ApplicationScoped
@Startup
public class Catalog {

    private final TaskRegistry tasks;
    private final DefinitionReader reader;
    private final int max;
    private final Set<String> ofApplication;
    private final ConcurrentSkipListMap<String, DefinedPipeline> pipelines = new ConcurrentSkipListMap<>();

    Catalog(TaskRegistry tasks, DefinitionReader reader, ApplicationPipelines application, PipelinesConfig limits) {
        this.tasks = tasks;
        this.reader = reader;
        this.max = limits.max();
        this.ofApplication = Set.copyOf(application.byName().keySet());
        pipelines.putAll(application.byName());
    }

    /** By name. */
    public List<PipelineDefinition> definitions() {
        return pipelines.values().stream().map(DefinedPipeline::definition).toList();
    }

    /** The definition of that name; empty: there is none. */
    public Optional<PipelineDefinition> definition(String name) {
        return Optional.ofNullable(pipelines.get(name)).map(DefinedPipeline::definition);
    }

    /** The pipeline of that name, ready to run; empty: there is none. */
    public Optional<Pipeline> pipeline(String name) {
        return Optional.ofNullable(pipelines.get(name)).map(DefinedPipeline::pipeline);
    }

    /**
     * Creates or replaces a definition. Runs of what it replaces go on as they are.
     *
     * @param name the pipeline's
     * @param definition its definition; fields that are null count as absent
     * @return true: created, false: replaced
     * @throws InvalidPipelineException with every violation
     * @throws ApplicationPipelineException the application itself defines a pipeline of this name
     * @throws CatalogFullException no more definitions are kept
     */
    public boolean put(String name, JsonNode definition) {
        requireNotOfApplication(name);
        DefinedPipeline pipeline = reader.read(name, definition);
        synchronized (pipelines) {
            if (!pipelines.containsKey(name) && pipelines.size() - ofApplication.size() >= max) {
                throw new CatalogFullException(name, max);
            }
            return pipelines.put(name, pipeline) == null;
        }
    }

    /**
     * Deletes a definition. Runs of it go on as they are.
     *
     * @return false: there is none
     * @throws ApplicationPipelineException the application itself defines a pipeline of this name
     */
    public boolean delete(String name) {
        requireNotOfApplication(name);
        synchronized (pipelines) {
            return pipelines.remove(name) != null;
        }
    }

    /** The tasks a definition may name, by name. */
    public List<TaskDescription> tasks() {
        return tasks.factories().entrySet().stream()
                .map(task -> new TaskDescription(
                        task.getKey(),
                        task.getValue().description(),
                        task.getValue().parameters()))
                .toList();
    }

    private void requireNotOfApplication(String name) {
        if (ofApplication.contains(name)) {
            throw new ApplicationPipelineException(name);
        }
    }
}
