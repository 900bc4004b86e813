package io.antflow.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions in YAML, and what the service says of definitions without taking them. */
@QuarkusTest
@Timeout(60)
class DefinitionsResourceTest {

    private static final String YAML = "application/yaml";
    private static final String VALIDATE = "/api/pipelines/validate";

    private static final String TWO_STAGES = """
            # a comment
            stages:
              - name: on
                workers: 3
                tasks: [log]
                skip_if: |
                  .a
                  | not
              - {name: B, tasks: [{task: log, name: again}]}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/yaml",
                "application/yaml; charset=UTF-8",
                "application/x-yaml",
                "text/yaml",
                "text/x-yaml"
            })
    void takesYaml(String type) {
        String name = "yaml-" + type.replaceAll("\\W", "");

        send(type, TWO_STAGES)
                .put("/api/pipelines/" + name)
                .then()
                .statusCode(201)
                .body("name", equalTo(name));
        send(type, TWO_STAGES)
                .put("/api/pipelines/" + name)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("stages[0].name", equalTo("on"))
                .body("stages[0].workers", equalTo(3))
                .body("stages[0].skip_if", equalTo(".a\n| not\n"))
                .body("stages[1].tasks[0].name", equalTo("again"));

        given().delete("/api/pipelines/" + name).then().statusCode(204);
    }

    @Test
    void answersInTheFormatThatIsAskedForAndTakesItsOwnAnswers() {
        ApiCalls.pipeline("api_echo"); // so that answers are held against the contract
        send(YAML, TWO_STAGES).put("/api/pipelines/round").then().statusCode(201);
        String json = given().get("/api/pipelines/round").asString();
        Response yaml = given().accept(YAML).get("/api/pipelines/round");

        yaml.then()
                .statusCode(200)
                .contentType(startsWith(YAML))
                .body(startsWith("name: \"round\"\nstages:\n  - name: \"on\"\n    workers: 3\n"));
        send(YAML, yaml.asString()).put("/api/pipelines/round").then().statusCode(200);
        assertThat(given().get("/api/pipelines/round").asString()).isEqualTo(json);
        given().accept("text/yaml").get("/api/pipelines/round").then().contentType(startsWith("text/yaml"));
        given().accept("*/*").get("/api/pipelines/round").then().contentType("application/json");
        ApiCalls.problem(given().accept("text/html").get("/api/pipelines/round"), 406, "about:blank");
    }

    @Test
    void saysWhereADefinitionIsWrong() {
        ApiCalls.problem(send(YAML, """
                        stages:
                          - name: A
                            workers: 08
                            tasks: [fial]
                        """).put("/api/pipelines/bad"), 400, "invalid-body")
                .body("violations[0].field", equalTo("stages[0].workers"))
                .body("violations[0].line", equalTo(3))
                .body("violations[0].column", equalTo(5))
                .body("violations[1].message", containsString("unknown task 'fial': did you mean 'fail'?"))
                .body("violations[1].line", equalTo(4));
        ApiCalls.problem(
                        send("application/json", "{\"stages\": [\n  {\"name\": \"A\", \"tasks\": []}]}")
                                .put("/api/pipelines/bad"),
                        400,
                        "invalid-body")
                .body("violations[0].line", equalTo(2))
                .body("violations[0].column", equalTo(17));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stages: [}         | 1 | 10",
                "'a: &x 1\nb: *x'   | 2 | 4",
                "'a: 1\n---\nb: 2'  | 2 | 1",
                "'a: 1\n\tb: 2'     | 2 | 1",
                "a: !!java.net.URL [http://localhost] | 1 | 4"
            })
    void refusesYamlThatIsNoneOrMoreThanThat(String body, int line, int column) {
        ApiCalls.problem(send(YAML, body).put("/api/pipelines/bad"), 400, "malformed-body")
                .body("line", equalTo(line))
                .body("column", equalTo(column));
    }

    @Test
    void refusesOtherMediaTypesAndTooMuch() {
        ApiCalls.problem(send("text/plain", TWO_STAGES).put("/api/pipelines/bad"), 415, "about:blank");
        ApiCalls.problem(send("application/x-www-form-urlencoded", TWO_STAGES).post(VALIDATE), 415, "about:blank");
        String long_ = TWO_STAGES + "#".repeat(1_100_000);
        ApiCalls.problem(send(YAML, long_).put("/api/pipelines/bad"), 413, "body-too-large");
        ApiCalls.problem(send(YAML, long_).post(VALIDATE), 413, "body-too-large");
    }

    @Test
    void findsNothingWrongWithAValidDefinitionAndKeepsNothingOfIt() {
        send(YAML, "name: judged\n" + TWO_STAGES)
                .post(VALIDATE)
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("violations", empty());
        given().get("/api/pipelines/judged").then().statusCode(404);
    }

    @Test
    void tellsEveryViolationOfADefinitionWithItsPlace() {
        send(YAML, """
                        name: /etc
                        stages:
                          - name: A
                            tasks: [fial]
                            worker: 5
                        """)
                .post(VALIDATE)
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("violations.field", equalTo(java.util.List.of("name", "stages[0].tasks[0]", "stages[0].worker")))
                .body("violations.line", equalTo(java.util.List.of(1, 4, 5)))
                .body("violations.column", equalTo(java.util.List.of(1, 13, 5)))
                .body("violations.message", not(empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"stages\":        | 1",
                "application/json | []                  | 1",
                "application/yaml | 'stages:\n- a: b: c' | 2",
                "application/yaml | nonsense            | 1"
            })
    void tellsWhatIsNoDocumentAlike(String type, String body, int line) {
        send(type, body)
                .post(VALIDATE)
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("violations[0].field", equalTo(""))
                .body("violations[0].line", equalTo(line))
                .body("violations[0].message", not(nullValue()));
    }

    @Test
    void tellsThatThereIsNoDocument() {
        given().contentType("application/json")
                .post(VALIDATE)
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("violations[0].message", equalTo("the document is empty"));
    }

    /** The call of that name and the pipeline of that name keep out of each other's way. */
    @Test
    void takesAPipelineThatIsNamedValidate() {
        send(YAML, TWO_STAGES).put(VALIDATE).then().statusCode(201).header("Location", endsWith(VALIDATE));
        given().get(VALIDATE).then().statusCode(200).body("name", equalTo("validate"));
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body("[{\"a\": 1}]")
                .post(VALIDATE + "/runs")
                .then()
                .statusCode(200);
        send(YAML, TWO_STAGES).post(VALIDATE).then().statusCode(200).body("valid", equalTo(true));
        given().delete(VALIDATE).then().statusCode(204);
        given().get(VALIDATE).then().statusCode(404);
    }

    @Test
    void tellsOfTheFolderThatIsNotThere() {
        given().get("/api/definition-files")
                .then()
                .statusCode(200)
                .body("folder", endsWith("/pipelines"))
                .body("problem", nullValue())
                .body("files", empty());
    }

    /** Exactly these bytes, whatever the library knows of the type. */
    private static RequestSpecification send(String type, String body) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(type.replaceAll(";.*", ""), ContentType.TEXT)))
                .contentType(type)
                .body(body);
    }
}
