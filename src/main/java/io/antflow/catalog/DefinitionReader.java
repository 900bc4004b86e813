package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.config.PipelinesConfig;
import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.tasks.ClientText;
import io.antflow.tasks.ItemValues;
import io.antflow.tasks.TaskRegistry;
import io.antflow.tasks.jq.Expressions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a definition strictly and makes the pipeline it describes, in three steps that report together: what the document
 * says ({@link StageReader}), what it names ({@link StageMaker}), and the rules of pipelines.
 */
@Singleton
final class DefinitionReader {

    private final TaskRegistry tasks;
    private final Expressions expressions;
    private final ItemValues values;
    private final PipelinesConfig limits;

    DefinitionReader(TaskRegistry tasks, Expressions expressions, ItemValues values, PipelinesConfig limits) {
        this.tasks = tasks;
        this.expressions = expressions;
        this.values = values;
        this.limits = limits;
    }

    /**
     * @param name the pipeline's
     * @param document the definition; its own name may be absent, but not another one
     * @throws InvalidPipelineException with every violation
     */
    DefinedPipeline read(String name, JsonNode document) {
        Violations violations = new Violations();
        PipelineDefinition definition = definition(name, document, violations);
        List<Stage> stages = new ArrayList<>();
        for (StageDefinition stage : definition.stages()) {
            stages.add(new StageMaker(path(stages.size()), stage, tasks, expressions, values, violations).stage());
        }
        // A name that has to be shown otherwise than it is breaks the rules either way.
        String shownName = ClientText.shown(name);
        Optional<Pipeline> pipeline = pipeline(shownName, stages, violations);
        violations.throwIfAny(shownName);
        return new DefinedPipeline(definition, pipeline.orElseThrow());
    }

    private static Optional<Pipeline> pipeline(String name, List<Stage> stages, Violations violations) {
        try {
            return Optional.of(new Pipeline(name, stages, true));
        } catch (InvalidPipelineException e) {
            e.violations().forEach(violation -> violations.add(violation.field(), violation.message()));
            return Optional.empty();
        }
    }

    private PipelineDefinition definition(String name, JsonNode document, Violations violations) {
        List<StageDefinition> stages = new ArrayList<>();
        if (document.isObject()) {
            ObjectFields fields = new ObjectFields("", "", document, violations);
            fields.text("$schema"); // an editor's matter
            checkName(name, fields);
            for (JsonNode element : fields.elements("stages", "stages", limits.maxStages())) {
                int index = stages.size();
                stages.add(StageReader.read(path(index), index + 1, element, limits.maxTasksPerStage(), violations));
            }
            fields.refuseOthers();
        } else {
            violations.unreadable(
                    "stages", "a definition is an object with 'stages', not " + ClientText.shown(document));
        }
        return new PipelineDefinition(name, stages);
    }

    private static void checkName(String name, ObjectFields fields) {
        String own = fields.text("name");
        if (own != null && !own.equals(name)) {
            fields.violation(
                    "name",
                    "the definition is named '%s', but it was sent to pipeline '%s'"
                            .formatted(ClientText.shown(own), ClientText.shown(name)));
        }
    }

    private static String path(int stage) {
        return "stages[" + stage + "]";
    }
}
