package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.api.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The document says all there is to say of each call. What is right in general, Spectral checks. */
@QuarkusTest
@Timeout(60)
class OpenApiResourceTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final Pattern METHOD_NAME = Pattern.compile("[a-z][a-zA-Z]+");

    private JsonNode document;
    private final List<Call> calls = new ArrayList<>();

    private record Call(String name, JsonNode operation) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void read() throws JsonProcessingException {
        document = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString());
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    calls.add(new Call(operation.getKey() + " " + path.getKey(), operation.getValue()));
                }
            }
        }
    }

    @Test
    void describesTheCallsOfTheContract() {
        assertThat(calls)
                .extracting(Call::name)
                .contains(
                        "get /api/tasks",
                        "get /api/pipelines",
                        "get /api/pipelines/{pipeline}",
                        "put /api/pipelines/{pipeline}",
                        "delete /api/pipelines/{pipeline}",
                        "get /api/pipelines/{pipeline}/scaling",
                        "post /api/pipelines/validate",
                        "get /api/schema/pipeline.json",
                        "get /api/definition-files",
                        "post /api/pipelines/{pipeline}/runs",
                        "get /api/runs",
                        "get /api/runs/{run}",
                        "delete /api/runs/{run}",
                        "post /api/runs/{run}/items",
                        "post /api/runs/{run}/close",
                        "post /api/runs/{run}/pause",
                        "post /api/runs/{run}/resume",
                        "post /api/runs/{run}/cancel",
                        "post /api/runs/{run}/retry",
                        "get /api/runs/{run}/items",
                        "get /api/runs/{run}/items/{item}",
                        "post /api/runs/{run}/items/{item}/cancel",
                        "patch /api/runs/{run}/stages/{stage}",
                        "get /api/runs/{run}/snapshot",
                        "get /api/runs/{run}/results",
                        "get /api/runs/{run}/errors");
    }

    @Test
    void namesAndDescribesEveryCall() {
        Set<String> names = new HashSet<>();
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.operation().path("operationId").asText()).matches(METHOD_NAME);
            assertThat(names.add(call.operation().path("operationId").asText())).isTrue();
            assertThat(call.operation().path("summary").asText()).isNotBlank();
            assertThat(call.operation().path("description").asText()).isNotBlank();
            assertThat(call.operation().path("tags")).isNotEmpty();
        });
    }

    @Test
    void describesEveryParameter() {
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.operation().path("parameters"))
                        .allSatisfy(parameter -> {
                            JsonNode whole = resolved(parameter);
                            assertThat(whole.path("description").asText()).isNotBlank();
                            assertThat(whole.path("schema")).isNotEmpty();
                        }));
    }

    @Test
    void describesEveryAnswerAndWhatIsInIt() {
        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                call.operation().path("responses").properties())
                        .allSatisfy(response -> {
                            JsonNode whole = resolved(response.getValue());
                            assertThat(whole.path("description").asText()).isNotBlank();
                            if (!response.getKey().equals("204")) {
                                assertThat(whole.path("content"))
                                        .as(response.getKey())
                                        .isNotEmpty();
                            }
                        }));
    }

    @Test
    void saysThatEveryErrorIsAProblem() {
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.operation().path("responses").has("default")).isTrue();
            assertThat(call.operation().path("responses").properties())
                    .filteredOn(response -> !response.getKey().startsWith("2"))
                    .allSatisfy(response -> assertThat(resolved(response.getValue())
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .isEqualTo("#/components/schemas/Problem"));
        });
    }

    @Test
    void saysThatAPathMayLeadNowhere() {
        assertThat(calls)
                .filteredOn(call -> call.name().contains("{"))
                .filteredOn(call -> !call.name().equals("put /api/pipelines/{pipeline}"))
                .allSatisfy(
                        call -> assertThat(call.operation().path("responses").has("404"))
                                .isTrue());
    }

    @Test
    void describesEveryFieldOfEverySchema() {
        assertThat(document.at("/components/schemas").properties()).allSatisfy(schema -> {
            assertThat(schema.getValue().path("description").asText())
                    .as(schema.getKey())
                    .isNotBlank();
            assertThat(schema.getValue().path("properties").properties())
                    .allSatisfy(field -> assertThat(field.getValue().has("$ref")
                                    || field.getValue().has("description"))
                            .as(schema.getKey() + "." + field.getKey())
                            .isTrue());
        });
    }

    @Test
    void writesFieldsAndConstantsAsTheServiceDoes() {
        Pattern snakeCase = Pattern.compile("[a-z][a-z0-9_]*");
        assertThat(document.at("/components/schemas").properties()).allSatisfy(schema -> {
            assertThat(schema.getValue().path("properties").properties())
                    .allSatisfy(field -> assertThat(field.getKey()).matches(snakeCase));
            assertThat(schema.getValue().path("enum"))
                    .allSatisfy(constant -> assertThat(constant.asText()).matches(snakeCase));
        });
    }

    @Test
    void listsEveryTypeOfProblem() {
        String description = document.at("/info/description").asText();

        assertThat(ProblemType.values())
                .allSatisfy(type -> assertThat(description)
                        .contains("`" + type.uri().toString().substring("urn:antflow:problem:".length()) + "`"));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}
