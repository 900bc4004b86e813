package io.antflow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of the last release go on working with this one. Which release that is the changelog says: its newest heading
 * without "(not released)"; its document is read from the release's tag. What openapi-diff does not see are changes inside a
 * {@code oneOf}, of which there are few: look at the diff of the stored document.
 */
@Timeout(120)
class BreakingChangesTest {

    private static final Path DOCUMENT = Path.of("deploy/openapi.yaml");
    private static final Path CHANGELOG = Path.of("src/docs/changelog.md");
    private static final Pattern RELEASE = Pattern.compile("(?m)^## (\\d+\\.\\d+\\.\\d++)(?! \\(not released\\))");

    @Test
    void nothingThatTheLastReleasePromisedIsBroken() throws Exception {
        Matcher release = RELEASE.matcher(Files.readString(CHANGELOG));
        assumeTrue(release.find(), "there is no release yet");
        String tag = "v" + release.group(1);

        assertThat(stored().breaksFor(Contract.of(documentOf(tag))))
                .as("against " + tag)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void isFound(Consumer<ObjectNode> breaking) throws IOException {
        assertThat(changed(breaking).breaksFor(stored())).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void isAllowed(Consumer<ObjectNode> addition) throws IOException {
        assertThat(changed(addition).breaksFor(stored())).isEmpty();
    }

    @Test
    void whatIsFoundIsNamed() throws IOException {
        Contract without = changed(document -> paths(document).remove("/api/runs/{run}/close"));

        assertThat(without.breaksFor(stored())).contains("/api/runs/{run}/close");
    }

    static Stream<Named<Consumer<ObjectNode>>> isFound() {
        return Stream.of(
                change(
                        "a call that is gone",
                        document -> call(document, "/api/runs/{run}").remove("delete")),
                change(
                        "a field that is gone",
                        document -> schema(document, "Run")
                                .withObjectProperty("properties")
                                .remove("open")),
                change(
                        "a field of another type",
                        document -> field(document, "Run", "open").put("type", "string")),
                change(
                        "a field that may be null now",
                        document -> field(document, "Run", "open")
                                .putArray("type")
                                .add("boolean")
                                .add("null")),
                change(
                        "a field that may be absent now",
                        document -> ((ArrayNode) schema(document, "Run").get("required")).remove(0)),
                change(
                        "a field that a request must have now",
                        document -> schema(document, "StageChange")
                                .putArray("required")
                                .add("workers")),
                change(
                        "a narrower limit",
                        document -> field(document, "StageChange", "workers").put("maximum", 5)),
                change(
                        "a constant that is gone",
                        document -> ((ArrayNode) schema(document, "ItemStatus").get("enum")).remove(0)),
                change("a parameter that must be there now", document -> parameter(document, true)),
                change(
                        "a media type that is taken no more",
                        document -> ((ObjectNode)
                                        document.at("/paths/~1api~1runs~1{run}~1items/post/requestBody/content"))
                                .remove("application/x-ndjson")));
    }

    static Stream<Named<Consumer<ObjectNode>>> isAllowed() {
        return Stream.of(
                change("nothing", document -> {}),
                change(
                        "another call",
                        document ->
                                paths(document).set("/api/more", paths(document).get("/api/tasks"))),
                change(
                        "another field of an answer",
                        document -> schema(document, "Run")
                                .withObjectProperty("properties")
                                .putObject("more")
                                .put("type", "string")),
                change(
                        "another field that a request may have",
                        document -> schema(document, "StageChange")
                                .withObjectProperty("properties")
                                .putObject("more")
                                .put("type", "string")),
                change("another parameter that may be there", document -> parameter(document, false)),
                change("other words", document -> schema(document, "Run").put("description", "A run.")));
    }

    private static Named<Consumer<ObjectNode>> change(String name, Consumer<ObjectNode> change) {
        return Named.of(name, change);
    }

    private static ObjectNode paths(ObjectNode document) {
        return document.withObjectProperty("paths");
    }

    private static ObjectNode call(ObjectNode document, String path) {
        return paths(document).withObjectProperty(path);
    }

    private static ObjectNode schema(ObjectNode document, String name) {
        return (ObjectNode) document.path("components").path("schemas").get(name);
    }

    private static ObjectNode field(ObjectNode document, String schema, String name) {
        return (ObjectNode) schema(document, schema).path("properties").get(name);
    }

    private static void parameter(ObjectNode document, boolean required) {
        JsonNode parameters = document.at("/paths/~1api~1runs/get/parameters");
        ObjectNode more = ((ArrayNode) parameters)
                .addObject()
                .put("name", "more")
                .put("in", "query")
                .put("required", required);
        more.putObject("schema").put("type", "string");
    }

    private static Contract changed(Consumer<ObjectNode> change) throws IOException {
        ObjectNode document = stored().document();
        change.accept(document);
        return Contract.of(document.toString());
    }

    private static Contract stored() throws IOException {
        return Contract.of(Files.readString(DOCUMENT));
    }

    private static String documentOf(String tag) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "show", tag + ":" + DOCUMENT).start();
        String document = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            String why = new String(git.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            fail(
                    "%s has no document of %s, though the changelog says it is released; perhaps: git fetch --tags (%s)",
                    DOCUMENT, tag, why);
        }
        return document;
    }
}
