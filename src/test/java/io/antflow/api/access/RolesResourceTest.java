package io.antflow.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call, asked by everybody: nobody gets further than their role allows, and nobody less far. */
@QuarkusTest
@TestProfile(GuardedAccess.class)
@Timeout(120)
class RolesResourceTest {

    /** What each call needs. A call that is missing here fails the test: decide who may. */
    private static final String NEEDS = """
            viewer    GET /api/dashboard
            viewer    GET /api/definition-files
            viewer    GET /api/pipeline/status
            operator  POST /api/pipeline/start
            viewer    GET /api/pipelines
            viewer    POST /api/pipelines/validate
            admin     DELETE /api/pipelines/{pipeline}
            viewer    GET /api/pipelines/{pipeline}
            admin     PUT /api/pipelines/{pipeline}
            operator  POST /api/pipelines/{pipeline}/runs
            viewer    GET /api/pipelines/{pipeline}/scaling
            viewer    GET /api/runs
            operator  DELETE /api/runs/{run}
            viewer    GET /api/runs/{run}
            operator  POST /api/runs/{run}/cancel
            operator  POST /api/runs/{run}/close
            viewer    GET /api/runs/{run}/dashboard
            viewer    GET /api/runs/{run}/errors
            viewer    GET /api/runs/{run}/events
            viewer    GET /api/runs/{run}/history
            viewer    GET /api/runs/{run}/items
            operator  POST /api/runs/{run}/items
            viewer    GET /api/runs/{run}/items/{item}
            operator  POST /api/runs/{run}/items/{item}/cancel
            operator  POST /api/runs/{run}/pause
            viewer    GET /api/runs/{run}/results
            operator  POST /api/runs/{run}/resume
            operator  POST /api/runs/{run}/retry
            viewer    GET /api/runs/{run}/snapshot
            viewer    GET /api/runs/{run}/snapshots
            operator  PATCH /api/runs/{run}/stages/{stage}
            viewer    GET /api/schema/pipeline.json
            viewer    DELETE /api/session
            viewer    GET /api/session
            viewer    POST /api/session
            viewer    GET /api/snapshots
            viewer    GET /api/tasks
            """;

    /** What the document does not describe. */
    private static final String BESIDES = """
            viewer    GET /q/openapi
            viewer    GET /q/metrics
            viewer    GET /q/swagger-ui/
            viewer    GET /nothing/of/the/kind
            viewer    GET /api/nothing
            viewer    OPTIONS /api/runs
            viewer    HEAD /api/runs
            viewer    GET /ws/pipeline
            viewer    GET /web/../api/runs
            viewer    GET /web/%2e%2e/api/runs
            viewer    GET //api/runs
            viewer    GET /api/runs;x=/web/
            """;

    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Map<String, String> table(String text) {
        Map<String, String> needs = new TreeMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" +", 2);
            needs.put(words[1], words[0]);
        });
        return needs;
    }

    private static Stream<Map.Entry<String, String>> everything() {
        return Stream.of(NEEDS, BESIDES).flatMap(text -> table(text).entrySet().stream());
    }

    @Test
    void theTableHasEveryCallOfTheDocumentAndTheDocumentSaysWhoMay() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(send("GET /q/openapi?format=json", GuardedAccess.key("viewer"))
                        .body());
        Map<String, String> said = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(call -> METHODS.contains(call.getKey()))
                        .forEach(call -> said.put(
                                call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), role(call.getValue()))));

        assertThat(said).isEqualTo(table(NEEDS));
    }

    private static String role(JsonNode call) {
        List<String> roles = new ArrayList<>();
        call.path("security").forEach(way -> way.forEach(named -> named.forEach(role -> roles.add(role.asText()))));
        assertThat(call.path("responses").has("401")).isTrue();
        assertThat(call.path("responses").has("403")).isTrue();
        return String.join(", ", roles.stream().distinct().toList());
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whoeverHasNoKeyIsAskedForOne(Map.Entry<String, String> call) throws Exception {
        HttpResponse<InputStream> answer = send(call.getKey(), null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(way -> assertThat(way).startsWith("Bearer"));
        if (!call.getKey().startsWith("HEAD")) {
            assertProblem(answer, "unauthenticated");
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void aKeyThatIsUnknownOpensNothing(Map.Entry<String, String> call) throws Exception {
        assertThat(send(call.getKey(), GuardedAccess.key("stranger")).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void eachRoleGetsAsFarAsItMay(Map.Entry<String, String> call) throws Exception {
        for (String role : ROLES) {
            HttpResponse<InputStream> answer = send(call.getKey(), GuardedAccess.key(role));

            if (ROLES.indexOf(role) < ROLES.indexOf(call.getValue())) {
                assertThat(answer.statusCode()).as(role).isEqualTo(403);
                assertProblem(answer, "not-allowed");
            } else {
                assertThat(answer.statusCode()).as(role).isNotIn(401, 403).isLessThan(500);
                answer.body().close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/web/app.js",
                "/web/base.css",
                "/q/health",
                "/q/health/live",
                "/q/health/ready"
            })
    void thePageAndWhetherTheServiceIsWellAreOpenToAll(String path) throws Exception {
        assertThat(send("GET " + path, null).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/web/app.js", "/q/health"})
    void nothingButReadingIsOpenToAll(String path) throws Exception {
        assertThat(send("POST " + path, null).statusCode()).isEqualTo(401);
    }

    private static void assertProblem(HttpResponse<InputStream> answer, String type) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new ObjectMapper().readTree(answer.body()).path("type").asText())
                .isEqualTo("urn:antflow:problem:" + type);
    }

    private static HttpResponse<InputStream> send(String call, String key) throws Exception {
        String[] words = call.split(" ", 2);
        String path = words[1].replace("{pipeline}", "none")
                .replace("{run}", "01NONE")
                .replace("{item}", "none")
                .replace("{stage}", "None");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .method(
                        words[0],
                        words[0].startsWith("P")
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody())
                .header("Content-Type", "application/json");
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }
}
