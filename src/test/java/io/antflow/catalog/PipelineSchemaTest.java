package io.antflow.catalog;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.antflow.catalog.document.DocumentFormat;
import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.TaskRegistry;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema finds wrong, the reader refuses; what is wrong in its shape, both do. */
class PipelineSchemaTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final JsonNode JSON = new PipelineSchema(Definitions.tasks()).json();
    private static final Schema SCHEMA = REGISTRY.getSchema(JSON);

    private static final String ALL_FIELDS = """
            {$schema: 'x', name: 'users', stages: [
              {name: 'First', tasks: ['fetch_user']},
              {name: 'Fetch', workers: 10, tasks: ['fetch_user', {task: 'http', name: 'enrich', with: {}}],
               retry: 'per_stage', task_attempts: 4, stage_attempts: 5, task_wait_seconds: 0.5,
               backoff: 'exponential', max_wait_seconds: 8.0, jitter: 0.2, task_timeout_seconds: 30.0,
               task_concurrency_limits: {enrich: 2}, queue_capacity: 7, call_rate: 60, call_rate_period: 10.0, pull: true,
               retry_on: ['java.io.IOException'], give_up_on: ['java.net.ConnectException'],
               skip_if: '.cached == true'}]}""";

    /** Wrong by what they name or mean, not by their shape: nothing that a schema says. */
    private static final Pattern BEYOND_A_SCHEMA = Pattern.compile(
            "unknown task|exception class|is never retried|no valid jq|is there twice|has no stage before it|entries, not");

    @Test
    void isASchema() {
        Schema ofSchemas = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(ofSchemas.validate(JSON)).isEmpty();
        assertThat(ofSchemas.validate(Definitions.json("{type: 'nonsense'}"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALL_FIELDS,
                "{stages: [{name: 'A', tasks: ['http']}]}",
                "{name: null, stages: [{name: 'no', workers: null, tasks: [{task: 'http', name: null, with: null}], retry: null, task_attempts: null, stage_attempts: null, task_wait_seconds: null, backoff: null, max_wait_seconds: null, jitter: null, task_timeout_seconds: null, task_concurrency_limits: null, queue_capacity: null, call_rate: null, call_rate_period: null, pull: null, retry_on: null, give_up_on: null, skip_if: null}]}",
                "{stages: [{name: 'Ä 1.x_-', workers: 10000, tasks: ['http'], queue_capacity: 0, jitter: 1, task_wait_seconds: 0}]}"
            })
    void takesWhatTheReaderTakes(String definition) {
        assertThat(taken(Definitions.json(definition))).isTrue();
        assertThat(SCHEMA.validate(Definitions.json(definition))).isEmpty();
    }

    /** By the copy that editors get: it has the parameters of the built-in tasks; others may be named, too. */
    @ParameterizedTest
    @MethodSource
    void takesTheDefinitionsOfTheDocumentation(String name, String text) throws Exception {
        DocumentFormat format = DocumentFormat.ofFile(name).orElseThrow();
        JsonNode definition = io.antflow.catalog.document.SourceDocument.read(
                        text.getBytes(StandardCharsets.UTF_8), format, 100)
                .root();

        Schema published = REGISTRY.getSchema(Files.readString(Path.of("deploy/pipeline.schema.json")));
        assertThat(published.validate(definition)).isEmpty();
    }

    static Stream<Arguments> takesTheDefinitionsOfTheDocumentation() throws IOException {
        Pattern written = Pattern.compile("cat >(\\S+\\.(?:yaml|json)) <<'END'\n(.*?)\nEND\n", Pattern.DOTALL);
        Pattern shown = Pattern.compile("```(yaml|json)\n((?:#.*\n)*(?:name|stages):.*?)```", Pattern.DOTALL);
        List<Arguments> found = new java.util.ArrayList<>();
        for (String document : List.of("README.md", "src/docs/definitions.md", "src/docs/tasks.md")) {
            String text = Files.readString(Path.of(document));
            for (MatchResult block : written.matcher(text).results().toList()) {
                found.add(arguments(block.group(1), block.group(2)));
            }
            for (MatchResult block : shown.matcher(text).results().toList()) {
                found.add(arguments(document + "." + block.group(1), block.group(2)));
            }
        }
        assertThat(found).as("definitions in README and reference").hasSizeGreaterThanOrEqualTo(2);
        Path examples = Path.of("deploy/examples");
        if (Files.isDirectory(examples)) {
            try (Stream<Path> files = Files.walk(examples)) {
                for (Path file : files.filter(PipelineSchemaTest::isDefinition).toList()) {
                    found.add(arguments(file.toString(), Files.readString(file)));
                }
            }
        }
        return found.stream();
    }

    private static boolean isDefinition(Path file) {
        try {
            return file.toString().endsWith(".yaml") && Files.readString(file).contains("\nstages:");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("io.antflow.catalog.InvalidDefinitionTest#saysWhatIsWrongWithAStage")
    void refusesEveryWrongShape(String stage, List<String> violations) {
        boolean ofShape = violations.stream()
                .anyMatch(violation -> !BEYOND_A_SCHEMA.matcher(violation).find());
        // 2.0 is a whole number to a schema, and NaN is nothing to JSON
        boolean sayable = !stage.contains("2.0") && !stage.contains("NaN");

        if (ofShape && sayable) {
            assertThat(SCHEMA.validate(Definitions.json("{stages: [" + stage + "]}")))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.antflow.catalog.InvalidDefinitionTest#saysWhatIsWrongWithTheDocument")
    void refusesEveryWrongDocument(String document, String violation) {
        if (!violation.contains("but it was sent to pipeline")) {
            assertThat(SCHEMA.validate(Definitions.json(document))).isNotEmpty();
        }
    }

    /** Nobody sees a definition underlined that the service would take. */
    @Property(tries = 2_000)
    void findsNothingWrongThatTheReaderTakes(@ForAll("changed") JsonNode definition) {
        if (!SCHEMA.validate(definition).isEmpty()) {
            assertThat(taken(definition)).as("%s is taken", definition).isFalse();
        }
    }

    @Provide
    Arbitrary<JsonNode> changed() {
        List<String> fields = Stream.of(StageDefinition.class.getRecordComponents())
                .map(PipelineSchemaTest::jsonName)
                .toList();
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "true",
                "0",
                "1",
                "-1",
                "2147483647",
                "2147483648",
                "10000",
                "10001",
                "0.5",
                "1.0",
                "1e3",
                "604800",
                "604801",
                "-0.5",
                "''",
                "'A'",
                "' A'",
                "'per_task'",
                "'fixed'",
                "'linear'",
                "[]",
                "['http']",
                "[null]",
                "[[]]",
                "['java.io.IOException']",
                "{}",
                "{enrich: 1}",
                "{enrich: 0}",
                "{enrich: null}",
                "[{task: 'http'}]",
                "[{task: 'http', with: null}]",
                "[{task: 'http', with: {a: 1}}]",
                "[{}]");
        return Combinators.combine(
                        Arbitraries.of(fields).list().ofMinSize(1).ofMaxSize(2),
                        values.list().ofSize(2))
                .as((names, news) -> {
                    JsonNode definition = Definitions.json(ALL_FIELDS);
                    ObjectNode stage = (ObjectNode) definition.at("/stages/1");
                    for (int i = 0; i < names.size(); i++) {
                        stage.set(names.get(i), Definitions.json(news.get(i)));
                    }
                    return definition;
                });
    }

    @Test
    void saysTheDefaultsThatHold() {
        JsonNode written = Definitions.MAPPER.valueToTree(new DefinitionWriter(Definitions.tasks())
                .definition(Pipeline.of(
                        "p",
                        Stage.named("A").task("http", (input, context) -> input).build())));
        JsonNode stage = written.at("/stages/0");

        Map<String, Double> defaults = JSON.at("/$defs/stage/properties").properties().stream()
                .filter(field -> field.getValue().path("default").isNumber())
                .collect(toMap(
                        Map.Entry::getKey,
                        field -> field.getValue().get("default").doubleValue()));
        defaults.remove("call_rate_period"); // a limit that is not there has none
        assertThat(defaults)
                .isNotEmpty()
                .allSatisfy((field, value) ->
                        assertThat(stage.path(field).doubleValue()).as(field).isEqualTo(value));
        assertThat(List.of("retry", "backoff", "pull"))
                .allSatisfy(field -> assertThat(stage.path(field))
                        .isEqualTo(JSON.at("/$defs/stage/properties/" + field + "/default")));
    }

    @Test
    void describesEveryField() {
        JsonNode fields = JSON.at("/$defs/stage/properties");

        assertThat(fields.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(StageDefinition.class.getRecordComponents())
                        .map(PipelineSchemaTest::jsonName)
                        .toList());
        assertThat(fields).allSatisfy(field -> {
            assertThat(field.path("description").asText()).isNotBlank();
            assertThat(field.has("default") || field.has("examples") || field.has("items"))
                    .isTrue();
        });
    }

    @Test
    void theReferenceTellsOfEveryField() throws IOException {
        String reference = Files.readString(Path.of("src/docs/definitions.md"));

        assertThat(JSON.at("/$defs/stage/properties").fieldNames())
                .toIterable()
                .allSatisfy(field -> assertThat(reference).contains("| `" + field + "` |"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{task: 'call', with: {url: 'x'}}",
                "{task: 'call', with: {url: 'x', statuses: [200]}}",
                "{task: 'nap'}",
                "{task: 'nap', with: null}",
                "{task: 'nap', with: {seconds: 1}}",
                "'nap'",
                "'http'",
                "{task: 'http', with: {}}"
            })
    void takesTheParametersOfEachTask(String task) {
        assertThat(withFactories(task)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'call'",
                "{task: 'call'}",
                "{task: 'call', with: null}",
                "{task: 'call', with: {}}",
                "{task: 'call', with: {url: 1}}",
                "{task: 'call', with: {url: 'x', statuses: [99]}}",
                "{task: 'call', with: {url: 'x', ulr: 'y'}}",
                "{task: 'nap', with: {seconds: 'x'}}",
                "{task: 'http', with: {a: 1}}"
            })
    void refusesParametersThatATaskDoesNotTake(String task) {
        assertThat(withFactories(task)).isNotEmpty();
    }

    @Test
    void suggestsTheTasksThereAreAndDemandsNone() {
        assertThat(JSON.at("/$defs/task_name/anyOf").findValuesAsText("const")).containsExactly("fetch_user", "http");
        assertThat(SCHEMA.validate(Definitions.json("{stages: [{name: 'A', tasks: ['of another service']}]}")))
                .isEmpty();
    }

    private static List<?> withFactories(String task) {
        Map<String, TaskFactory> factories = Map.of(
                "call",
                factory("""
                        {$schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
                         additionalProperties: false, required: ['url'],
                         properties: {url: {type: 'string'}, statuses: {type: 'array', items: {$ref: '#/$defs/status'}}},
                         $defs: {status: {type: 'integer', minimum: 100}}}"""),
                "nap",
                factory("{type: 'object', additionalProperties: false, properties: {seconds: {type: 'number'}}}"));
        Task<Object, Object> same = (input, context) -> input;
        JsonNode schema =
                new PipelineSchema(new TaskRegistry(Map.of("http", same), factories, Definitions.VALUES)).json();
        return REGISTRY.getSchema(schema).validate(Definitions.json("{stages: [{name: 'A', tasks: [" + task + "]}]}"));
    }

    private static TaskFactory factory(String parameters) {
        return new TaskFactory() {
            @Override
            public String description() {
                return "For a test.";
            }

            @Override
            public JsonNode parameters() {
                return Definitions.json(parameters);
            }

            @Override
            public Task<?, ?> task(ObjectNode with) throws InvalidParametersException {
                throw new InvalidParametersException(List.of(new Violation("", "never made")));
            }
        };
    }

    private static boolean taken(JsonNode definition) {
        Throwable refusal = catchThrowable(() -> Definitions.reader().read("users", definition));
        if (refusal != null) {
            assertThat(refusal).isInstanceOf(InvalidPipelineException.class);
        }
        return refusal == null;
    }

    private static String jsonName(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }
}
