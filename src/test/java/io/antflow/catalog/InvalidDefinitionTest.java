package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.antflow.pipeline.InvalidPipelineException;
import io.antflow.pipeline.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvalidDefinitionTest {

    private final DefinitionReader reader = Definitions.reader();

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithAStage(String stage, List<String> violations) {
        JsonNode definition = Definitions.json("{stages: [" + stage + "]}");

        assertThat(violationsOf("users", definition)).isEqualTo(violations);
    }

    static Stream<Arguments> saysWhatIsWrongWithAStage() {
        return Stream.of(
                // what it names
                stage(
                        "{name: 'A', tasks: ['htpp']}",
                        "stages[0].tasks[0]: stage 'A': unknown task 'htpp': did you mean 'http'? the tasks are fetch_user, http"),
                stage(
                        "{name: 'A', tasks: ['fetch_user', {task: 'nothing_like_it'}]}",
                        "stages[0].tasks[1]: stage 'A': unknown task 'nothing_like_it'; the tasks are fetch_user, http"),
                stage(
                        "{name: 'A', tasks: [{task: 'http', with: {url: 'x'}}]}",
                        "stages[0].tasks[0].with: stage 'A': task 'http' takes no parameters"),
                stage(
                        "{name: 'A', tasks: ['http'], retry_on: ['IOException', 'java.io.IOExeption', 'java.lang.String', 'java.lang.OutOfMemoryError', 'java.lang.InterruptedException', 'x y', '']}",
                        "stages[0].retry_on[0]: stage 'A': unknown exception class 'IOException': did you mean 'java.io.IOException'?",
                        "stages[0].retry_on[1]: stage 'A': unknown exception class 'java.io.IOExeption'; give the full name, such as 'java.io.IOException'",
                        "stages[0].retry_on[2]: stage 'A': 'java.lang.String' is no exception class",
                        "stages[0].retry_on[3]: stage 'A': 'java.lang.OutOfMemoryError' is never retried",
                        "stages[0].retry_on[4]: stage 'A': 'java.lang.InterruptedException' is never retried",
                        "stages[0].retry_on[5]: stage 'A': unknown exception class 'x y'; give the full name, such as 'java.io.IOException'",
                        "stages[0].retry_on[6]: stage 'A': unknown exception class ''; give the full name, such as 'java.io.IOException'"),
                stage(
                        "{name: 'A', tasks: ['http'], give_up_on: ['java.net.SocketException ', 'com.acme.Nope']}",
                        "stages[0].give_up_on[0]: stage 'A': unknown exception class 'java.net.SocketException '; give the full name, such as 'java.io.IOException'",
                        "stages[0].give_up_on[1]: stage 'A': unknown exception class 'com.acme.Nope'; give the full name, such as 'java.io.IOException'"),
                stage(
                        "{name: 'A', tasks: ['http'], skip_if: '.cached ==== 3'}",
                        "stages[0].skip_if: stage 'A': skip_if is no valid jq: Encountered \" \"==\" \"== \"\" at line 1, column 11."),
                stage(
                        "{name: 'A', tasks: ['http'], skip_if: '.cached =='}",
                        "stages[0].skip_if: stage 'A': skip_if is no valid jq: Encountered \"<EOF>\" at line 1, column 10."),
                stage(
                        "{name: 'A', tasks: ['http'], skip_if: '.tags | any(startwith($p))'}",
                        "stages[0].skip_if: stage 'A': skip_if is no valid jq: there is no function 'startwith': did you mean 'startswith'?"),
                stage(
                        "{name: 'A', tasks: ['http'], skip_if: ''}",
                        "stages[0].skip_if: stage 'A': skip_if is no valid jq: Encountered \"<EOF>\" at line 0, column 0."),
                stage(
                        "{name: 'A', tasks: ['http'], task_concurrency_limits: {htttp: 2}}",
                        "stages[0].task_concurrency_limits.htttp: stage 'A': unknown task 'htttp': did you mean 'http'? the tasks are http"),

                // wrong types
                stage(
                        "{name: 'A', tasks: ['http'], workers: 1.5}",
                        "stages[0].workers: stage 'A': workers is a whole number, not 1.5"),
                stage(
                        "{name: 'A', tasks: ['http'], workers: 2.0}",
                        "stages[0].workers: stage 'A': workers is a whole number, not 2.0"),
                stage(
                        "{name: 'A', tasks: ['http'], workers: '5'}",
                        "stages[0].workers: stage 'A': workers is a whole number, not '5'"),
                stage(
                        "{name: 'A', tasks: ['http'], workers: 99999999999}",
                        "stages[0].workers: stage 'A': workers is a whole number up to 2147483647, not 99999999999"),
                stage(
                        "{name: 'A', tasks: ['http'], workers: true}",
                        "stages[0].workers: stage 'A': workers is a whole number, not true"),
                stage(
                        "{name: 'A', tasks: ['http'], workers: [5]}",
                        "stages[0].workers: stage 'A': workers is a whole number, not a list"),
                stage(
                        "{name: 'A', tasks: ['http'], task_wait_seconds: '1'}",
                        "stages[0].task_wait_seconds: stage 'A': task_wait_seconds is a number, not '1'"),
                stage(
                        "{name: 'A', tasks: ['http'], task_wait_seconds: NaN, jitter: NaN, task_timeout_seconds: Infinity}",
                        "stages[0].task_wait_seconds: stage 'A': task_wait_seconds is a number, not NaN",
                        "stages[0].jitter: stage 'A': jitter is a number, not NaN",
                        "stages[0].task_timeout_seconds: stage 'A': task_timeout_seconds is a number, not Infinity"),
                stage(
                        "{name: 'A', tasks: ['http'], pull: 'yes', backoff: 'linear', retry: 'per-task'}",
                        "stages[0].retry: stage 'A': retry is per_task or per_stage, not 'per-task'",
                        "stages[0].backoff: stage 'A': backoff is fixed or exponential, not 'linear'",
                        "stages[0].pull: stage 'A': pull is true or false, not 'yes'"),
                stage(
                        "{name: 'A', tasks: ['http'], retry_on: 'java.io.IOException', give_up_on: [3]}",
                        "stages[0].retry_on: stage 'A': retry_on is a list of exception classes, not 'java.io.IOException'",
                        "stages[0].give_up_on[0]: stage 'A': give_up_on[0] is a string, not 3"),
                stage(
                        "{name: 'A', tasks: ['http'], task_concurrency_limits: [2]}",
                        "stages[0].task_concurrency_limits: stage 'A': task_concurrency_limits is an object of limits by task name, not a list"),
                stage(
                        "{name: 'A', tasks: ['http'], task_concurrency_limits: {http: 'two'}}",
                        "stages[0].task_concurrency_limits.http: stage 'A': task_concurrency_limits.http is a whole number, not 'two'"),
                stage(
                        "{name: 'A', tasks: ['http'], skip_if: true}",
                        "stages[0].skip_if: stage 'A': skip_if is a string, not true"),
                stage("{name: 'A', tasks: 'http'}", "stages[0].tasks: stage 'A': tasks is a list of tasks, not 'http'"),
                stage(
                        "{name: 'A', tasks: [5, ['http'], {name: 'x'}, {task: 'http', name: 7, with: []}]}",
                        "stages[0].tasks[0]: stage 'A': a task is a name, or an object with 'task', not 5",
                        "stages[0].tasks[1]: stage 'A': a task is a name, or an object with 'task', not a list",
                        "stages[0].tasks[2].task: stage 'A': task is missing",
                        "stages[0].tasks[3].name: stage 'A': name is a string, not 7",
                        "stages[0].tasks[3].with: stage 'A': with is an object of parameters by name, not a list"),
                stage("7", "stages[0]: a stage is an object with 'name' and 'tasks', not 7"),
                stage("null", "stages[0]: a stage is an object with 'name' and 'tasks', not null"),

                // what is missing
                stage("{tasks: ['http']}", "stages[0].name: stage 'no. 1': name is missing"),
                stage("{name: null, tasks: ['http']}", "stages[0].name: stage 'no. 1': name is missing"),
                stage("{name: 5, tasks: ['http']}", "stages[0].name: stage 'no. 1': name is a string, not 5"),
                stage("{name: 'A'}", "stages[0].tasks: stage 'A': has at least one task"),
                stage("{name: 'A', tasks: []}", "stages[0].tasks: stage 'A': has at least one task"),
                stage(
                        "{}",
                        "stages[0].name: stage 'no. 1': name is missing",
                        "stages[0].tasks: stage 'no. 1': has at least one task"),

                // unknown fields
                stage(
                        "{name: 'A', tasks: ['http'], worker: 5}",
                        "stages[0].worker: stage 'A': unknown field 'worker': did you mean 'workers'?"),
                stage(
                        "{name: 'A', tasks: ['http'], taskAttempts: 5}",
                        "stages[0].taskAttempts: stage 'A': unknown field 'taskAttempts': did you mean 'task_attempts'?"),
                stage(
                        "{name: 'A', tasks: [{task: 'http', params: {}}]}",
                        "stages[0].tasks[0].params: stage 'A': unknown field 'params'; the fields are name, task, with"),

                // what breaks the rules
                stage(
                        "{name: 'A', tasks: ['http'], workers: 0, task_attempts: 0, stage_attempts: -1, queue_capacity: -1}",
                        "stages[0].workers: stage 'A': workers is 1 to 10000, not 0",
                        "stages[0].queue_capacity: stage 'A': queue_capacity is at least 0, not -1",
                        "stages[0].task_attempts: stage 'A': task_attempts is at least 1, not 0",
                        "stages[0].stage_attempts: stage 'A': stage_attempts is at least 1, not -1"),
                stage(
                        "{name: 'A', tasks: ['http'], task_wait_seconds: -1, task_timeout_seconds: 0, jitter: 1.5, max_wait_seconds: 700000}",
                        "stages[0].task_wait_seconds: stage 'A': task_wait_seconds is at least 0 and at most 604800, not -1.0",
                        "stages[0].max_wait_seconds: stage 'A': max_wait_seconds is at least 0 and at most 604800, not 700000.0",
                        "stages[0].jitter: stage 'A': jitter is 0 to 1, not 1.5",
                        "stages[0].task_timeout_seconds: stage 'A': task_timeout_seconds is more than 0 and at most 604800, not 0.0"),
                stage(
                        "{name: 'A', tasks: ['http'], task_wait_seconds: 1e300, task_timeout_seconds: -1e300}",
                        "stages[0].task_wait_seconds: stage 'A': task_wait_seconds is out of all bounds: 1.0E300",
                        "stages[0].task_timeout_seconds: stage 'A': task_timeout_seconds is out of all bounds: -1.0E300"),
                stage(
                        "{name: 'A', tasks: ['http'], call_rate: 0, call_rate_period: 0}",
                        "stages[0].call_rate: stage 'A': call_rate is at least 1, not 0",
                        "stages[0].call_rate_period: stage 'A': call_rate_period is more than 0 and at most 604800, not 0.0"),
                stage(
                        "{name: 'A', tasks: ['http'], call_rate_period: 5}",
                        "stages[0].call_rate_period: stage 'A': call_rate_period limits nothing without call_rate"),
                stage(
                        "{name: 'A', tasks: ['http'], task_concurrency_limits: {http: 0}}",
                        "stages[0].task_concurrency_limits.http: stage 'A': the limit of task 'http' is at least 1, not 0"),
                stage(
                        "{name: 'A', tasks: ['http', 'http']}",
                        "stages[0].tasks[1]: stage 'A': task 'http' is there twice; give one of them another name"),
                stage(
                        "{name: 'A', tasks: ['http'], pull: true}",
                        "stages[0].pull: the first stage has no stage before it to pull from"),
                stage(
                        "{name: 'A', tasks: ['http']}, {name: 'A', tasks: ['http']}",
                        "stages[1].name: stage 'A' is there twice; names are unique in a pipeline"),

                // limits of the service
                stage(
                        "{name: 'A', tasks: ['http', 'http', 'http', 'http', 'http']}",
                        "stages[0].tasks: stage 'A': tasks has at most 4 entries, not 5"),
                stage("1, 2, 3, 4, 5, 6", "stages: stages has at most 5 entries, not 6"));
    }

    private static Arguments stage(String stage, String... violations) {
        return arguments(stage, List.of(violations));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithTheDocument(String document, String violation) {
        assertThat(violationsOf("users", Definitions.json(document))).containsExactly(violation);
    }

    static Stream<Arguments> saysWhatIsWrongWithTheDocument() {
        return Stream.of(
                arguments("[]", "stages: a definition is an object with 'stages', not a list"),
                arguments("'users'", "stages: a definition is an object with 'stages', not 'users'"),
                arguments("null", "stages: a definition is an object with 'stages', not null"),
                arguments("{}", "stages: a pipeline has at least one stage"),
                arguments("{stages: null}", "stages: a pipeline has at least one stage"),
                arguments("{stages: []}", "stages: a pipeline has at least one stage"),
                arguments("{stages: {}}", "stages: stages is a list of stages, not an object"),
                arguments(
                        "{name: 'other', stages: [{name: 'A', tasks: ['http']}]}",
                        "name: the definition is named 'other', but it was sent to pipeline 'users'"),
                arguments("{name: 5, stages: [{name: 'A', tasks: ['http']}]}", "name: name is a string, not 5"),
                arguments(
                        "{stages: [{name: 'A', tasks: ['http']}], stage: []}",
                        "stage: unknown field 'stage': did you mean 'stages'?"),
                arguments(
                        "{stages: [{name: 'A', tasks: ['http']}], version: 1}",
                        "version: unknown field 'version'; the fields are $schema, name, stages"));
    }

    @Test
    void saysThatThereIsNoDocument() {
        assertThat(violationsOf("users", MissingNode.getInstance()))
                .containsExactly("stages: a definition is an object with 'stages', not nothing");
    }

    @Test
    void tellsWhatCannotBeReadAndWhatBreaksTheRulesInOneAnswerStageByStage() {
        JsonNode definition = Definitions.json("""
                {name: 'Users', stages: [
                  {name: 'Fetch', tasks: ['fetch'], workers: 0},
                  {name: 'Fetch', tasks: ['http'], workers: '3', task_concurrency_limits: {enrich: 2}, tipo: 1}]}""");

        assertThat(violationsOf("users", definition))
                .containsExactly(
                        "name: the definition is named 'Users', but it was sent to pipeline 'users'",
                        "stages[0].tasks[0]: stage 'Fetch': unknown task 'fetch'; the tasks are fetch_user, http",
                        "stages[0].workers: stage 'Fetch': workers is 1 to 10000, not 0",
                        "stages[1].workers: stage 'Fetch': workers is a whole number, not '3'",
                        "stages[1].tipo: stage 'Fetch': unknown field 'tipo'; the fields are backoff, call_rate,"
                                + " call_rate_period, give_up_on, jitter, max_wait_seconds, name, pull, queue_capacity,"
                                + " retry, retry_on, skip_if, stage_attempts, task_attempts, task_concurrency_limits,"
                                + " task_timeout_seconds, task_wait_seconds, tasks, workers",
                        "stages[1].task_concurrency_limits.enrich: stage 'Fetch': unknown task 'enrich'; the tasks are http",
                        "stages[1].name: stage 'Fetch' is there twice; names are unique in a pipeline");
    }

    @Test
    void neverRepeatsControlCharactersOrLongTextsOfTheClient() {
        String hostile = "a\\n\\u001b[31m\\u2028" + "x".repeat(40_000);
        JsonNode definition = Definitions.json(
                "{name: '%1$s', '%1$s': 1, stages: [{name: '%1$s', '%1$s': 1, tasks: ['%1$s', {task: 'http', name: '%1$s'}], workers: '%1$s', task_concurrency_limits: {'%1$s': 0}, retry_on: ['%1$s'], skip_if: '\\u2028%1$s'}]}"
                        .formatted(hostile));

        List<String> violations = violationsOf("b\n" + "y".repeat(1_000), definition);

        assertThat(violations)
                .hasSizeGreaterThan(8)
                .allSatisfy(violation ->
                        assertThat(violation).hasSizeLessThan(700).doesNotContainPattern("[\\p{Cntrl}\\u2028]"));
    }

    @Test
    void stopsAtAHundredViolations() {
        String unknownFields = manyFields("f");
        String unknownLimits = manyFields("t");
        String stage = "{name: 'A', tasks: ['http'], task_concurrency_limits: {%s}, %s}"
                .formatted(unknownLimits, unknownFields);

        assertThat(violationsOf("users", Definitions.json("{stages: [%s, %s]}".formatted(stage, stage))))
                .hasSize(100);
    }

    private static String manyFields(String prefix) {
        return IntStream.range(0, 50_000).mapToObj(i -> prefix + i + ": 0").collect(Collectors.joining(", "));
    }

    @Test
    void refusesAnExpressionThatIsLongBeyondReason() {
        JsonNode definition = Definitions.json(
                "{stages: [{name: 'A', tasks: ['http'], skip_if: '%s'}]}".formatted("1 + ".repeat(2_000) + "1"));

        assertThat(violationsOf("users", definition))
                .containsExactly("stages[0].skip_if: stage 'A': skip_if has at most 2000 characters, not 8001");
    }

    @Test
    void takesANameOfThePathThatBreaksTheRulesForAViolationLikeAnyOther() {
        JsonNode definition = Definitions.json("{stages: [{name: 'A', tasks: ['http']}]}");

        assertThat(Arrays.asList("", "/etc", "a\nb", "x".repeat(101)))
                .allSatisfy(name -> assertThat(violationsOf(name, definition))
                        .containsExactly(
                                "name: the pipeline's name begins with a letter or digit and goes on with letters,"
                                        + " digits, blanks, '.', '_' or '-', up to 100 in all"));
    }

    private List<String> violationsOf(String name, JsonNode definition) {
        InvalidPipelineException invalid =
                catchThrowableOfType(InvalidPipelineException.class, () -> reader.read(name, definition));
        assertThat(invalid).as("a violation").isNotNull();
        return invalid.violations().stream().map(Violation::toString).toList();
    }
}
