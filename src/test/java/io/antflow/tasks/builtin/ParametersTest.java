package io.antflow.tasks.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Violation;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.Jq;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "transform | {} | jq: jq is missing",
                "transform | {'jq':1} | jq: jq is a text, not 1",
                "transform | {'jq':''} | jq: jq must not be empty",
                "transform | {'jq':'.a,'} | jq: jq is no valid jq: Encountered \"<EOF>\" at line 1, column 3.",
                "transform | {'jq':'.','colect':true} | colect: unknown parameter 'colect': did you mean 'collect'?",
                "transform | {'jq':'.','collect':'yes'} | collect: collect is true or false, not 'yes'",
                "transform | {'jq':'include \"a\"; .'} | jq: jq uses modules, which are not to be had here",
                "transform | {'expression':'.'} | expression: unknown parameter 'expression'; the parameters are collect, jq; jq: jq is missing",
                "validate | {} | schema: schema is missing",
                "validate | {'schema':5} | schema: schema is an object or true or false, not 5",
                "validate | {'schema':{'type':'nothing'}} | schema.type: schema.type: does not have a value in the enumeration [\"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\"]; schema.type: schema.type: string found, array expected",
                "validate | {'schema':{'required':'a'}} | schema.required: schema.required: string found, array expected",
                "validate | {'schema':{'minimum':'a'}} | schema.minimum: schema.minimum: string found, number expected",
                "validate | {'schema':{'$ref':'#/$defs/nope'}} | schema: schema can't be used: Reference /$defs/nope cannot be resolved",
                "validate | {'schema':{'$ref':'http://localhost:1/schema.json'}} | schema: schema can't be used: Schema from 'http://localhost:1/schema.json' is not allowed to be loaded.",
                "validate | {'schema':{'$ref':'file:///etc/passwd'}} | schema: schema can't be used: Schema from 'file:///etc/passwd' is not allowed to be loaded.",
                "validate | {'schema':{'$ref':'classpath:application.properties'}} | schema: schema can't be used: Schema from 'classpath:application.properties' is not allowed to be loaded.",
                "validate | {'schema':{'$schema':'http://localhost:1/dialect'}} | schema: schema can't be used: Unknown dialect 'http://localhost:1/dialect'. Only dialects that are explicitly configured can be used.",
                "validate | {'schema':{'pattern':'('}} | schema.pattern: schema.pattern: does not match the regex pattern must be a valid ECMA-262 regular expression",
                "filter | {} | keep: keep is missing",
                "filter | {'keep':'.a =='} | keep: keep is no valid jq: Encountered \"<EOF>\" at line 1, column 5.",
                "filter | {'keep':'true','reason':''} | reason: reason must not be empty",
                "delay | {} | seconds: seconds is missing",
                "delay | {'seconds':-1} | seconds: seconds is 0 to 86400, not -1",
                "delay | {'seconds':1e9} | seconds: seconds is 0 to 86400, not 1.0E9",
                "delay | {'seconds':true} | seconds: seconds is a number or a text, not true",
                "delay | {'seconds':'('} | seconds: seconds is no valid jq: Encountered \"<EOF>\" at line 1, column 1.",
                "log | {'message':'.a.'} | message: message is no valid jq: Encountered \"<EOF>\" at line 1, column 3.",
                "log | {'level':'fatal'} | level: level is one of debug, info, warn, error, not 'fatal'",
                "log | {'max_per_second':0} | max_per_second: max_per_second is 1 to 100, not 0",
                "log | {'max_per_second':1.5} | max_per_second: max_per_second is a whole number, not 1.5",
                "log | {'msg':'.'} | msg: unknown parameter 'msg'; the parameters are level, max_per_second, message",
                "fail | {'probability':2} | probability: probability is 0 to 1, not 2",
                "fail | {'kind':'crash'} | kind: kind is one of retryable, not_retryable, timeout, slow, not 'crash'",
                "fail | {'seconds':-1} | seconds: seconds is 0 to 86400, not -1",
                "fail | {'seed':'x'} | seed: seed is a whole number, not 'x'",
                "file | {} | path: path is missing",
                "file | {'path':'/etc/passwd'} | path: path has an empty name in it; it is relative to the data folder",
                "file | {'path':'../x'} | path: path has a name in it that begins or ends with a dot or a space",
                "file | {'path':'a/../../x'} | path: path has a name in it that begins or ends with a dot or a space",
                "file | {'path':'a/{.b'} | path: path is wrong: the '{' at character 3 is not closed",
                "file | {'path':'a}'} | path: path is wrong: the '}' at character 2 closes no placeholder",
                "file | {'path':'{.a,}'} | path: path is wrong: the placeholder {.a,} at character 1 is no valid jq: Encountered \"<EOF>\" at line 1, column 3.",
                "file | {'path':'{+.a}'} | path: path is wrong: {+.a}: {+…} has a meaning in URLs alone",
                "file | {'path':'{}'} | path: path is wrong: the placeholder at character 1 is empty",
                "file | {'path':'x','mode':'a'} | mode: mode is one of append, write, not 'a'",
                "file | {'path':'../x','mode':'apend','content':'.a,'} | mode: mode is one of append, write, not 'apend'; path: path has a name in it that begins or ends with a dot or a space; content: content is no valid jq: Encountered \"<EOF>\" at line 1, column 3.",
                "transform | {'jq':'tosting','collect':1} | collect: collect is true or false, not 1; jq: jq is no valid jq: there is no function 'tosting': did you mean 'tostring'?",
                "file | {'path':'x','contents':'.'} | contents: unknown parameter 'contents': did you mean 'content'?",
            })
    void eachKindOfWrongParameterHasItsMessage(String task, String with, String violations) {
        InvalidParametersException refused = catchThrowableOfType(
                InvalidParametersException.class, () -> factory(task).task((ObjectNode) Jq.json(with)));

        assertThat(String.join(
                        "; ",
                        refused.violations().stream().map(Violation::toString).toList()))
                .isEqualTo(violations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transform", "validate", "filter", "delay", "log", "fail", "file"})
    void theSchemaOfTheParametersIsOneAndSaysWhatEachIs(String task) {
        JsonNode schema = factory(task).parameters();

        assertThat(new JsonSchemas().errors(schema)).isEmpty();
        assertThat(factory(task).description()).endsWith(".");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schema.path("properties"))
                .allSatisfy(property ->
                        assertThat(property.path("description").asText()).endsWith("."));
    }

    private TaskFactory factory(String task) {
        return Map.<String, TaskFactory>of(
                        "transform", Calls.TASKS.transform(),
                        "validate", Calls.TASKS.validate(),
                        "filter", Calls.TASKS.filter(),
                        "delay", Calls.TASKS.delay(),
                        "log", Calls.TASKS.log(),
                        "fail", Calls.TASKS.fail(),
                        "file", Calls.TASKS.file(new DataFolder(folder, new AppendFiles(2))))
                .get(task);
    }
}
