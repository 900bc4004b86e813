package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.antflow.catalog.document.DocumentFormat;
import io.antflow.catalog.document.Location;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Definitions as people write them. Each kind of mistake has its message, the same in every format, and its place. */
class DefinitionTextsTest {

    private final DefinitionTexts texts = Definitions.texts();

    /** The document in YAML, and its violations as {@code line:column field: message}. */
    @ParameterizedTest
    @MethodSource
    void saysWhereYamlIsWrong(String yaml, List<String> violations) {
        assertThat(violationsOf(yaml, DocumentFormat.YAML)).isEqualTo(violations);
    }

    static Stream<Arguments> saysWhereYamlIsWrong() {
        return Stream.of(
                // what plain texts are taken for
                document(
                        """
                        stages:
                          - name: true
                            workers: 1_0
                            tasks: [http]
                        """,
                        "2:5 stages[0].name: stage 'no. 1': name is a string, not true",
                        "3:5 stages[0].workers: stage 'no. 1': workers is a whole number, not '1_0'"),
                document("""
                        stages:
                          - name: 2024
                            tasks: [http]
                        """, "2:5 stages[0].name: stage 'no. 1': name is a string, not 2024"),
                document(
                        """
                        stages:
                          - name: A
                            workers: 08
                            tasks: [http]
                            pull: no
                            call_rate: 1e3
                            call_rate_period: 1:30
                        """,
                        "3:5 stages[0].workers: stage 'A': workers is a whole number, not '08'",
                        "5:5 stages[0].pull: stage 'A': pull is true or false, not 'no'",
                        "6:5 stages[0].call_rate: stage 'A': call_rate is a whole number, not 1E+3",
                        "7:5 stages[0].call_rate_period: stage 'A': call_rate_period is a number, not '1:30'"),
                // what is left empty
                document("stages:\n", "1:1 stages: a pipeline has at least one stage"),
                document("name: x\n", "1:1 stages: a pipeline has at least one stage"),
                document(
                        """
                        stages:
                          -
                          - name:
                            tasks:
                        """,
                        "2:4 stages[0]: a stage is an object with 'name' and 'tasks', not null",
                        "3:5 stages[1].name: stage 'no. 2': name is missing",
                        "4:5 stages[1].tasks: stage 'no. 2': has at least one task"),
                document("""
                        stages:
                          - tasks: [http]
                        """, "2:5 stages[0].name: stage 'no. 1': name is missing"),
                // a list that is none, an object that is none
                document("""
                        stages:
                          name: A
                          tasks: [http]
                        """, "1:1 stages: stages is a list of stages, not an object"),
                document(
                        """
                        stages:
                          - name: A
                            tasks: http
                          - Save
                        """,
                        "3:5 stages[0].tasks: stage 'A': tasks is a list of tasks, not 'http'",
                        "4:5 stages[1]: a stage is an object with 'name' and 'tasks', not 'Save'"),
                document(
                        """
                        stages:
                          - name: A
                            tasks:
                              - http:
                                  url: x
                        """,
                        "4:9 stages[0].tasks[0].task: stage 'A': task is missing",
                        "4:9 stages[0].tasks[0].http: stage 'A': unknown field 'http'; the fields are name, task, with"),
                // what there is not
                document(
                        """
                        name: users
                        stage:
                          - name: A
                        """,
                        "1:1 stages: a pipeline has at least one stage",
                        "2:1 stage: unknown field 'stage': did you mean 'stages'?"),
                document(
                        """
                        stages:
                          - name: A
                            workes: 3
                            tasks:
                              - htpp
                              - task: fetch
                                wiht: {}
                        """,
                        "3:5 stages[0].workes: stage 'A': unknown field 'workes': did you mean 'workers'?",
                        "5:9 stages[0].tasks[0]: stage 'A': unknown task 'htpp': did you mean 'http'? the tasks are fetch_user, http",
                        "6:9 stages[0].tasks[1]: stage 'A': unknown task 'fetch'; the tasks are fetch_user, http",
                        "7:9 stages[0].tasks[1].wiht: stage 'A': unknown field 'wiht': did you mean 'with'?"),
                document(
                        """
                        stages:
                          - name: A
                            tasks: [http]
                            retry_on:
                              - IOException
                            task_concurrency_limits:
                              http: 0
                              save: 1
                        """,
                        "5:9 stages[0].retry_on[0]: stage 'A': unknown exception class 'IOException': did you mean 'java.io.IOException'?",
                        "7:7 stages[0].task_concurrency_limits.http: stage 'A': the limit of task 'http' is at least 1, not 0",
                        "8:7 stages[0].task_concurrency_limits.save: stage 'A': unknown task 'save'; the tasks are http"),
                // what breaks the rules
                document(
                        """
                        name: /etc
                        stages:
                          - {name: A, tasks: [http], workers: 0, jitter: 2}
                          - {name: A, tasks: [http, http], pull: true}
                        """,
                        "1:1 name: the pipeline's name begins with a letter or digit and goes on with letters, digits, blanks, '.', '_' or '-', up to 100 in all",
                        "3:30 stages[0].workers: stage 'A': workers is 1 to 10000, not 0",
                        "3:42 stages[0].jitter: stage 'A': jitter is 0 to 1, not 2.0",
                        "4:6 stages[1].name: stage 'A' is there twice; names are unique in a pipeline",
                        "4:29 stages[1].tasks[1]: stage 'A': task 'http' is there twice; give one of them another name"));
    }

    private static Arguments document(String yaml, String... violations) {
        return arguments(yaml, Arrays.asList(violations));
    }

    @Test
    void pointsAtAnExpressionOfSeveralLinesAsAWhole() {
        assertThat(violationsOf("""
                        stages:
                          - name: A
                            tasks: [http]
                            skip_if: |
                              .a
                              | | not
                        """, DocumentFormat.YAML))
                .singleElement()
                .asString()
                .startsWith("4:5 stages[0].skip_if: stage 'A': skip_if is no valid jq: ");
    }

    @Test
    void takesStagesThatAreNamedLikeTruthValuesOfOldYaml() {
        DefinedPipeline defined = read("""
                stages:
                  - {name: no, tasks: [http]}
                  - {name: on, tasks: [http]}
                  - {name: y, tasks: [http]}
                  - {name: 08, tasks: [http]}
                """, DocumentFormat.YAML);

        assertThat(defined.pipeline().stageNames()).containsExactly("no", "on", "y", "08");
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsNoDefinitionAtAll(String text, DocumentFormat format, String fault) {
        InvalidDefinitionException invalid = invalid(text, format);

        assertThat(invalid.malformed()).isTrue();
        assertThat(invalid.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEmpty();
            assertThat(shown(violation)).isEqualTo(fault);
        });
    }

    static Stream<Arguments> saysWhatIsNoDefinitionAtAll() {
        return Stream.of(
                arguments("", DocumentFormat.YAML, "the document is empty"),
                arguments("---\n", DocumentFormat.YAML, "2:1 a definition is an object with 'stages', not null"),
                arguments(
                        "hello", DocumentFormat.YAML, "1:1 a definition is an object with 'stages', not a plain value"),
                arguments(
                        "\n- name: A", DocumentFormat.YAML, "2:1 a definition is an object with 'stages', not a list"),
                arguments("[]", DocumentFormat.JSON, "1:1 a definition is an object with 'stages', not a list"),
                arguments(
                        "a: b",
                        DocumentFormat.JSON,
                        "1:1 Unrecognized token 'a': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                arguments(
                        "stages: []\n---\nstages: []",
                        DocumentFormat.YAML,
                        "2:1 there is a second document; one alone is taken"),
                arguments(
                        "stages: []\nstages: []",
                        DocumentFormat.YAML,
                        "2:1 field 'stages' is there twice, first at line 1, column 1"));
    }

    /** The whole table of {@link InvalidDefinitionTest}, as a client, a file or a person writes it. */
    @ParameterizedTest
    @MethodSource("io.antflow.catalog.InvalidDefinitionTest#saysWhatIsWrongWithAStage")
    void saysTheSameInEveryFormatAndPointsAtTheField(String stage, List<String> violations)
            throws JsonProcessingException {
        String definition = "{stages: [" + stage + "]}";
        String json = Definitions.json(definition).toPrettyString();
        String yaml = new YAMLMapper().writeValueAsString(Definitions.json(definition));
        if (stage.contains("NaN")) {
            return; // not to be said in JSON
        }

        assertThat(located(json, DocumentFormat.JSON)).containsExactlyInAnyOrderElementsOf(violations);
        assertThat(located(yaml, DocumentFormat.YAML)).containsExactlyInAnyOrderElementsOf(violations);
    }

    private List<String> located(String text, DocumentFormat format) {
        List<LocatedViolation> violations = invalid(text, format).violations();
        List<String> lines = text.lines().toList();
        for (LocatedViolation violation : violations) {
            Location location = Objects.requireNonNull(violation.location());
            String there = lines.get(location.line() - 1).substring(location.column() - 1);
            String field = violation.field().substring(violation.field().lastIndexOf('.') + 1);
            boolean isThere = text.contains("\"" + field + "\"") || text.contains(field + ":");
            if (isThere && !violation.message().endsWith(" is missing")) {
                assertThat(there).as("at %s of %s", violation, text).matches("\"?\\Q" + field + "\\E\"? ?:.*");
            }
        }
        return violations.stream()
                .map(violation -> violation.field() + ": " + violation.message())
                .toList();
    }

    private List<String> violationsOf(String text, DocumentFormat format) {
        InvalidDefinitionException invalid = invalid(text, format);
        assertThat(invalid.malformed()).isFalse();
        return invalid.violations().stream().map(DefinitionTextsTest::shown).toList();
    }

    private static String shown(LocatedViolation violation) {
        Location location = violation.location();
        String said =
                violation.field().isEmpty() ? violation.message() : violation.field() + ": " + violation.message();
        return location == null ? said : location.line() + ":" + location.column() + " " + said;
    }

    private InvalidDefinitionException invalid(String text, DocumentFormat format) {
        InvalidDefinitionException invalid =
                catchThrowableOfType(InvalidDefinitionException.class, () -> read(text, format));
        assertThat(invalid).as("what is wrong with %s", text).isNotNull();
        return invalid;
    }

    private DefinedPipeline read(String text, DocumentFormat format) {
        return texts.readNamed("users", text.getBytes(StandardCharsets.UTF_8), format);
    }
}
