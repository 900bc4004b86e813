package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.TaskRegistry;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a definition gives a task in {@code with} is the task factory's to judge. */
class TaskParametersTest {

    private static final TaskFactory SAY = new TaskFactory() {
        @Override
        public String description() {
            return "Says something.";
        }

        @Override
        public JsonNode parameters() {
            return Definitions.json("{type: 'object', required: ['text']}");
        }

        @Override
        public Task<?, ?> task(ObjectNode with) throws InvalidParametersException {
            if (!with.path("text").isTextual()) {
                throw new InvalidParametersException(
                        List.of(new Violation("", "text is missing"), new Violation("loud[0]", "is too loud")));
            }
            return (input, context) -> with.get("text");
        }
    };

    private final DefinitionReader reader = new DefinitionReader(
            new TaskRegistry(Map.of(), Map.of("say", SAY), Definitions.VALUES),
            Definitions.expressions(),
            Definitions.VALUES,
            Definitions.limits(3));

    @Test
    void eachPlaceInADefinitionGetsATaskOfItsOwn() {
        DefinedPipeline pipeline = reader.read("p", Definitions.json("""
                {stages: [{name: 'A', tasks: [
                  {task: 'say', name: 'hello', with: {text: 'hello'}},
                  {task: 'say', name: 'bye', with: {text: 'bye'}}]}]}"""));

        assertThat(pipeline.pipeline().firstStage().tasks())
                .extracting(named -> named.name())
                .containsExactly("hello", "bye");
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceInTheDefinition() {
        assertThatThrownBy(() -> reader.read("p", Definitions.json("{stages: [{name: 'A', tasks: ['say']}]}")))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidPipelineException.class))
                .extracting(InvalidPipelineException::violations, InstanceOfAssertFactories.list(Violation.class))
                .containsExactly(
                        new Violation("stages[0].tasks[0].with", "stage 'A': text is missing"),
                        new Violation("stages[0].tasks[0].with.loud[0]", "stage 'A': is too loud"));
    }
}
